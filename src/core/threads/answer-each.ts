import { parentPort } from "node:worker_threads";
import { countReply, type Replies } from "./await-at-exit.ts";
import { type PlainError, plainError } from "./plain-error.ts";

/** What a thread says to a request. Replies come in the order of the requests. */
export type Reply =
	| { readonly kind: "done"; readonly result: unknown }
	| { readonly kind: "failed"; readonly error: PlainError };

export interface Answered {
	readonly result: unknown;
	/** Memory of the result that is handed over and not copied. */
	readonly moved?: readonly ArrayBuffer[];
}

/** Answers each request that this thread is sent, one after the other: the other side of `AnsweringThread`. */
export function answerEach<Request>(
	answer: (request: Request) => Promise<Answered>,
): void {
	const port = parentPort;
	if (port === null) return;
	port.once("message", (replies: Replies) => {
		const say = (reply: Reply, moved: readonly ArrayBuffer[] = []) => {
			port.postMessage(reply, moved);
			countReply(replies);
		};
		const fail = (error: unknown) =>
			say({ kind: "failed", error: plainError(error) });
		let turn: Promise<unknown> = Promise.resolve();
		port.on("message", (request: Request) => {
			turn = turn
				.then(() => answer(request))
				.then(({ result, moved }) => say({ kind: "done", result }, moved))
				.catch(fail);
		});
		port.on("messageerror", (error) => {
			turn = turn.then(() => fail(error));
		});
	});
}
