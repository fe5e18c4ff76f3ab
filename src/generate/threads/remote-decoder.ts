import { type ErrorCode, TemperError } from "../../core/error.ts";
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

/** Its answer. Answers come in the order of the calls. */
export type AnswerMessage =
	| { readonly kind: "done"; readonly result: unknown }
	| { readonly kind: "failed"; readonly fault: Fault };

/** An error as threads send it: its class does not survive the way. */
export interface Fault {
	/** Null unless it is a `TemperError`. */
	readonly parts: {
		readonly code: ErrorCode;
		readonly where: string;
		readonly expected: string;
		readonly found: string;
		readonly hint: string | null;
	} | null;
	readonly message: string;
	readonly stack: string | null;
}

export function faultOf(error: unknown): Fault {
	const { message, stack = null } =
		error instanceof Error ? error : new Error(String(error));
	if (!(error instanceof TemperError)) return { parts: null, message, stack };
	const { code, where, expected, found, hint } = error;
	return { parts: { code, where, expected, found, hint }, message, stack };
}

export function errorOf({ parts, message, stack }: Fault): Error {
	const cause = Object.assign(new Error(message), stack !== null && { stack });
	if (!parts) return cause;
	const { code, hint, ...rest } = parts;
	return new TemperError(code, {
		...rest,
		cause,
		...(hint !== null && { hint }),
	});
}
