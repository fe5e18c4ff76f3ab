import { once } from "../once.ts";

/** A count that a thread raises with each reply; its memory is shared. */
export type Replies = Int32Array<SharedArrayBuffer>;

export function countReplies(): Replies {
	return new Int32Array(new SharedArrayBuffer(4));
}

/** In the thread, after a reply. */
export function countReply(replies: Replies): void {
	Atomics.add(replies, 0, 1);
	Atomics.notify(replies, 0);
}

interface Awaited {
	readonly replies: Replies;
	readonly asked: () => number;
}

/** Milliseconds that the end of the process waits for one thread. */
const patience = 60_000;

const threads = new Set<Awaited>();

const listen = once(() =>
	process.on("exit", () => {
		for (const { replies, asked } of threads) {
			const limit = Date.now() + patience;
			for (;;) {
				const count = Atomics.load(replies, 0);
				const left = limit - Date.now();
				if (count >= asked() || left <= 0) break;
				Atomics.wait(replies, 0, count, left);
			}
		}
	}),
);

/**
 * Lets the process end only when a thread has replied to everything. Its end terminates threads wherever they are, and a thread inside
 * ONNX Runtime would abort the process. Returns what calls it off.
 */
export function awaitAtExit(thread: Awaited): () => void {
	listen();
	threads.add(thread);
	return () => threads.delete(thread);
}
