import type { Worker } from "node:worker_threads";
import { TemperError } from "../../core/error.ts";
import { startWorker } from "../../core/start-worker.ts";
import type { Buffer, Buffers, GraphSession } from "../../graph/session.ts";
import type { SessionModel } from "../session-model.ts";
import { errorOf, type Reply, type RunRequest } from "./session-messages.ts";

interface Waiting {
	resolve(reply: Reply): void;
	reject(error: Error): void;
}

/**
 * A session of ONNX Runtime in a thread of its own: a run leaves this thread free, and sessions of several threads compute at the same
 * time. Inputs and outputs are copied between threads, so it suits graphs that read and return little. One run at a time.
 */
export class ThreadSession implements GraphSession {
	inputs: readonly string[] = [];
	readonly #worker: Worker;
	#waiting: Waiting | null = null;
	/** Why no run can be computed any more. */
	#ended: TemperError | null = null;

	private constructor(worker: Worker) {
		this.#worker = worker;
		worker.on("message", (reply: Reply) => this.#settle()?.resolve(reply));
		worker.on("error", (cause) => this.#end(ended(cause)));
		worker.on("exit", () => this.#end(ended()));
		worker.unref();
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(model: SessionModel): Promise<ThreadSession> {
		const worker = startWorker("session-worker", import.meta.url, {});
		const session = new ThreadSession(worker);
		const reply = await session.#next(() => worker.postMessage(model));
		if (reply.kind === "open") session.inputs = reply.inputs;
		return session;
	}

	async run(
		feeds: Buffers,
		into: Buffers = {},
	): Promise<Record<string, Buffer>> {
		const read = this.inputs.flatMap((name) => {
			const feed = feeds[name];
			return feed ? [[name, whole(feed)] as const] : [];
		});
		const request: RunRequest = { feeds: Object.fromEntries(read) };
		const reply = await this.#next(() => this.#worker.postMessage(request));
		if (reply.kind !== "outputs") throw ended();
		return Object.fromEntries(
			Object.entries(reply.outputs).map(([name, output]) => {
				const given = into[name];
				given?.data.set(output.data);
				return [name, given ?? output];
			}),
		);
	}

	async dispose(): Promise<void> {
		await this.#worker.terminate();
	}

	/** The thread's next reply. While it is awaited, the thread keeps the process alive. */
	async #next(ask: () => void): Promise<Reply> {
		if (this.#ended) throw this.#ended;
		this.#worker.ref();
		try {
			const reply = await new Promise<Reply>((resolve, reject) => {
				this.#waiting = { resolve, reject };
				ask();
			});
			if (reply.kind === "failed") throw errorOf(reply.error);
			return reply;
		} finally {
			this.#worker.unref();
		}
	}

	#end(error: TemperError): void {
		this.#ended ??= error;
		this.#settle()?.reject(this.#ended);
	}

	#settle(): Waiting | null {
		const waiting = this.#waiting;
		this.#waiting = null;
		return waiting;
	}
}

/** Numbers with a memory of their own: a message copies all of the memory that an array is a part of. */
function whole({ data, dims }: Buffer): Buffer {
	const part = data.byteLength < data.buffer.byteLength;
	return { data: part ? data.slice() : data, dims };
}

function ended(cause?: unknown): TemperError {
	return new TemperError("device", {
		where: "a session in a thread of its own",
		expected: "outputs",
		found: cause instanceof Error ? cause.message : "that the thread ended",
		...(cause !== undefined && { cause }),
	});
}
