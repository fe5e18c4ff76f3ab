import { TemperError } from "../../core/error.ts";
import { AnsweringThread } from "../../core/threads/answering-thread.ts";
import { startWorker } from "../../core/threads/start-worker.ts";
import type { Buffer, Buffers, GraphSession } from "../../graph/session.ts";
import { runError } from "../devices.ts";
import type { SessionModel } from "../session-model.ts";
import type { SessionRequest } from "./session-worker.ts";

/**
 * A session of ONNX Runtime in a thread of its own: a run leaves this thread free, and sessions of several threads compute at the same
 * time. Inputs and outputs are copied between threads, so it suits graphs that read and return little.
 */
export class ThreadSession implements GraphSession {
	readonly inputs: readonly string[];
	readonly #thread: AnsweringThread<SessionRequest>;

	private constructor(
		thread: AnsweringThread<SessionRequest>,
		inputs: readonly string[],
	) {
		this.#thread = thread;
		this.inputs = inputs;
	}

	/** Throws `device` if the device or the weights cannot be used. */
	static async open(model: SessionModel): Promise<ThreadSession> {
		const worker = startWorker("session-worker", import.meta.url, {});
		const thread = new AnsweringThread<SessionRequest>(worker, ended, "await");
		try {
			const inputs = await thread.ask<string[]>({ kind: "open", model });
			return new ThreadSession(thread, inputs);
		} catch (error) {
			await thread.close();
			throw error;
		}
	}

	async run(
		feeds: Buffers,
		into: Buffers = {},
	): Promise<Record<string, Buffer>> {
		const moved: ArrayBuffer[] = [];
		const read = this.inputs.flatMap((name) => {
			const feed = feeds[name];
			return feed ? [[name, whole(feed, moved)] as const] : [];
		});
		const outputs = await this.#thread
			.ask<Record<string, Buffer>>(
				{ kind: "run", feeds: Object.fromEntries(read) },
				moved,
			)
			.catch((cause: unknown) => {
				throw runError("cpu", cause);
			});
		return Object.fromEntries(
			Object.entries(outputs).map(([name, output]) => {
				const given = into[name];
				given?.data.set(output.data);
				return [name, given ?? output];
			}),
		);
	}

	/** After the runs under way. */
	async dispose(): Promise<void> {
		await this.#thread.close();
	}
}

/**
 * Numbers with a memory of their own: a message copies all of the memory that an array is a part of. What is copied here for that is among what
 * the message moves.
 */
function whole({ data, dims }: Buffer, moved: ArrayBuffer[]): Buffer {
	if (data.byteLength === data.buffer.byteLength) return { data, dims };
	const copy = data.slice();
	moved.push(copy.buffer);
	return { data: copy, dims };
}

function ended(cause?: unknown): Error {
	const known = runError("cpu", cause);
	if (known instanceof TemperError) return known;
	return new TemperError("device", {
		where: "a session in a thread of its own",
		expected: "outputs",
		found: cause instanceof Error ? cause.message : "that the thread ended",
		...(cause !== undefined && { cause }),
	});
}
