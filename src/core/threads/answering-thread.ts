import type { Worker } from "node:worker_threads";
import type { Reply } from "./answer-each.ts";
import { awaitAtExit, countReplies } from "./await-at-exit.ts";
import { errorOf } from "./plain-error.ts";

interface Waiting {
	readonly resolve: (result: unknown) => void;
	readonly reject: (error: Error) => void;
}

/**
 * A thread that answers requests one after the other, by `answerEach`. It keeps the process alive only while an answer is awaited.
 * When it ends, whoever waits for it is told, and so is every later one.
 */
export class AnsweringThread<Request> {
	readonly #worker: Worker;
	readonly #ended: (cause?: unknown) => Error;
	/** In the order of their requests. */
	readonly #waiting: Waiting[] = [];
	#end: Error | null = null;
	/** Settles with the last answer. */
	#last: Promise<unknown> = Promise.resolve();
	#asked = 0;

	/**
	 * `ended`: what to throw when the thread has ended, with the error that ended it if there was one. `atExit`: what the end of the process
	 * does with a thread that has not answered yet; a thread that may be inside ONNX Runtime is to be awaited.
	 */
	constructor(
		worker: Worker,
		ended: (cause?: unknown) => Error,
		atExit: "stop" | "await" = "stop",
	) {
		this.#worker = worker;
		this.#ended = ended;
		const replies = countReplies();
		worker.postMessage(replies);
		if (atExit === "await") {
			const callOff = awaitAtExit({ replies, asked: () => this.#asked });
			worker.on("exit", callOff);
		}
		worker.on("message", (reply: Reply) => this.#settle(reply));
		worker.on("messageerror", (cause) => this.#next()?.reject(ended(cause)));
		worker.on("error", (cause) => this.#finish(ended(cause)));
		worker.on("exit", () => this.#finish(ended()));
		worker.unref();
	}

	/** Why it answers no longer; null as long as it does. */
	get end(): Error | null {
		return this.#end;
	}

	/**
	 * `moved`: memory of the request that goes to the thread instead of being copied. Throws what the thread throws, `end`, and an error for a
	 * request that cannot be sent.
	 */
	ask<Answer>(
		request: Request,
		moved: readonly ArrayBuffer[] = [],
	): Promise<Answer> {
		const answer = new Promise<Answer>((resolve, reject) => {
			if (this.#end) throw this.#end;
			this.#worker.postMessage(request, moved);
			this.#asked++;
			this.#worker.ref();
			this.#waiting.push({ resolve: resolve as Waiting["resolve"], reject });
		});
		this.#last = answer.catch(() => {});
		return answer;
	}

	/** Refuses what is asked from now on, and ends the thread when all else is answered. */
	async close(): Promise<void> {
		this.#end ??= this.#ended();
		await this.#last;
		await this.#worker.terminate();
	}

	/**
	 * Ends the thread at once. Those who wait for it are told `reason`. Not for a thread that may be inside ONNX Runtime, which would abort
	 * the process.
	 */
	async stop(reason: Error = this.#ended()): Promise<void> {
		this.#finish(reason);
		await this.#worker.terminate();
	}

	#settle(reply: Reply): void {
		const waiting = this.#next();
		if (reply.kind === "done") waiting?.resolve(reply.result);
		else waiting?.reject(errorOf(reply.error));
	}

	#next(): Waiting | undefined {
		const waiting = this.#waiting.shift();
		// What still comes after `stop` must not let the process end before the thread does.
		if (this.#end === null && this.#waiting.length === 0) this.#worker.unref();
		return waiting;
	}

	#finish(reason: Error): void {
		this.#end ??= reason;
		for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
	}
}
