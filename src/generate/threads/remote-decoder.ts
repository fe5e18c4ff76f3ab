import type { Buffers } from "../../graph/session.ts";
import type { ModelDecoder } from "../model-decoder.ts";

/** What a decoder in another thread is asked to do. */
export interface DecoderCalls
	extends Pick<
		ModelDecoder,
		"prefill" | "copy" | "extend" | "choose" | "read" | "write"
	> {
	/** As `Decoder.reset`, with the adapter as the graph reads it. */
	reset(slots: number, capacity: number, adapter: Buffers): void;
}

export type CallName = keyof DecoderCalls;

/** A decoder in another thread. Calls are worked on in their order. */
export type RemoteDecoder = {
	readonly [K in CallName]: (
		...args: Parameters<DecoderCalls[K]>
	) => Promise<Awaited<ReturnType<DecoderCalls[K]>>>;
};

/** A call on its way to a thread. */
export interface CallMessage {
	/** Which of the thread's decoders. */
	readonly decoder: number;
	readonly name: CallName;
	readonly args: readonly unknown[];
}
