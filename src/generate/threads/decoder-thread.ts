import type { Worker } from "node:worker_threads";
import { TemperError } from "../../core/error.ts";
import { startWorker } from "../../core/start-worker.ts";
import { errorOf } from "../../runtime/threads/session-messages.ts";
import type { DecoderThreadData } from "./decoder-worker.ts";
import type {
	AnswerMessage,
	CallMessage,
	CallName,
	RemoteDecoder,
} from "./remote-decoder.ts";

interface Waiting {
	readonly resolve: (result: unknown) => void;
	readonly reject: (error: Error) => void;
}

const names: readonly CallName[] = [
	...(["reset", "prefill", "copy", "extend", "choose"] as const),
	...(["read", "write"] as const),
];

/** A thread with a session of its own, which any number of decoders share. It keeps the process alive only while a call is under way. */
export class DecoderThread {
	readonly #worker: Worker;
	/** In the order of their calls. */
	readonly #waiting: Waiting[] = [];
	#decoders = 0;
	/** Why no call can be answered any more. */
	#ended: TemperError | null = null;

	constructor(data: DecoderThreadData) {
		const worker = startWorker("decoder-worker", import.meta.url, {
			workerData: data,
		});
		worker.on("message", (answer: AnswerMessage) => this.#answered(answer));
		worker.on("error", (error) => this.#end(String(error), error));
		worker.on("exit", (code) => this.#end(`that it ended with ${code}`));
		worker.unref();
		this.#worker = worker;
	}

	/** Another decoder of the thread. Its calls throw what the decoder throws, and `device` if the session cannot be opened. */
	decoder(): RemoteDecoder {
		const decoder = this.#decoders++;
		const calls = names.map((name) => [
			name,
			(...args: readonly unknown[]) => this.#call({ decoder, name, args }),
		]);
		return Object.fromEntries(calls) as RemoteDecoder;
	}

	async dispose(): Promise<void> {
		if (this.#ended) return;
		const exited = new Promise((resolve) => this.#worker.once("exit", resolve));
		this.#worker.ref();
		this.#worker.postMessage("close");
		await exited;
	}

	#call(message: CallMessage): Promise<unknown> {
		return new Promise((resolve, reject) => {
			if (this.#ended) return reject(this.#ended);
			this.#waiting.push({ resolve, reject });
			this.#worker.ref();
			this.#worker.postMessage(message);
		});
	}

	#answered(answer: AnswerMessage): void {
		const waiting = this.#waiting.shift();
		if (this.#waiting.length === 0) this.#worker.unref();
		if (answer.kind === "done") waiting?.resolve(answer.result);
		else waiting?.reject(errorOf(answer.error));
	}

	#end(found: string, cause?: unknown): void {
		this.#ended ??= new TemperError("device", {
			where: "thread that generates",
			expected: "that it runs until it is closed",
			...{ found, cause },
		});
		for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
	}
}
