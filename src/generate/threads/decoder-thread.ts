import { TemperError } from "../../core/error.ts";
import { AnsweringThread } from "../../core/threads/answering-thread.ts";
import { startWorker } from "../../core/threads/start-worker.ts";
import type { DecoderThreadData } from "./decoder-worker.ts";
import type { CallMessage, CallName, RemoteDecoder } from "./remote-decoder.ts";

const names: readonly CallName[] = [
	...(["reset", "prefill", "copy", "extend", "choose"] as const),
	...(["read", "write"] as const),
];

/** A thread with a session of its own, which any number of decoders share. */
export class DecoderThread {
	readonly #thread: AnsweringThread<CallMessage | "close">;
	#decoders = 0;

	constructor(data: DecoderThreadData) {
		const worker = startWorker("decoder-worker", import.meta.url, {
			workerData: data,
		});
		this.#thread = new AnsweringThread(worker, ended, "await");
	}

	/** Another decoder of the thread. Its calls throw what the decoder throws, and `device` if the session cannot be opened. */
	decoder(): RemoteDecoder {
		const decoder = this.#decoders++;
		const calls = names.map((name) => [
			name,
			(...args: readonly unknown[]) =>
				this.#thread.ask({ decoder, name, args }),
		]);
		return Object.fromEntries(calls) as RemoteDecoder;
	}

	/** After the calls under way, and when the session is open, so that the files of its opening are removed. */
	async dispose(): Promise<void> {
		await this.#thread.ask("close").catch(() => {});
		await this.#thread.close();
	}
}

function ended(cause?: unknown): TemperError {
	return new TemperError("device", {
		where: "a thread that generates",
		expected: "that it runs until it is closed",
		found: cause instanceof Error ? cause.message : "that it ended",
		...(cause !== undefined && { cause }),
	});
}
