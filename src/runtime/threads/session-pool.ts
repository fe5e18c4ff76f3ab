import type { Graph } from "../../graph/graph.ts";
import type { Buffer, Buffers, GraphSession } from "../../graph/session.ts";
import { type OnnxSessionOptions, withSessionModel } from "../session-model.ts";
import { ThreadSession } from "./thread-session.ts";

/**
 * Equal sessions in threads of their own. As many runs as there are sessions compute at the same time; later ones wait. Two threads that
 * share one run hand every value from cache to cache, which costs more than arithmetic where the caches are far apart
 * (decision 0307).
 */
export class SessionPool implements GraphSession {
	readonly width: number;
	readonly inputs: readonly string[];
	readonly #sessions: readonly ThreadSession[];
	readonly #free: ThreadSession[];
	/** Runs that wait for a session, the first one first. */
	readonly #queue: ((session: ThreadSession) => void)[] = [];

	private constructor(sessions: readonly ThreadSession[]) {
		this.width = sessions.length;
		this.inputs = sessions[0]?.inputs ?? [];
		this.#sessions = sessions;
		this.#free = [...sessions];
	}

	/** `threads` are those of each session. Throws `device` if the device or the weights cannot be used. */
	static create(
		graph: Graph,
		width: number,
		options: OnnxSessionOptions,
	): Promise<SessionPool> {
		const shared = { ...options, sharesPacked: true };
		return withSessionModel(graph, shared, async (model) => {
			const opening = Array.from({ length: width }, () =>
				ThreadSession.open(model),
			);
			const opened = await Promise.allSettled(opening);
			const sessions = opened.flatMap((one) =>
				one.status === "fulfilled" ? [one.value] : [],
			);
			const refused = opened.find((one) => one.status === "rejected");
			if (!refused) return new SessionPool(sessions);
			await Promise.all(sessions.map((session) => session.dispose()));
			throw refused.reason;
		});
	}

	async run(feeds: Buffers, into?: Buffers): Promise<Record<string, Buffer>> {
		const session = await this.#take();
		try {
			return await session.run(feeds, into);
		} finally {
			this.#giveBack(session);
		}
	}

	async dispose(): Promise<void> {
		await Promise.all(this.#sessions.map((session) => session.dispose()));
	}

	async #take(): Promise<ThreadSession> {
		return (
			this.#free.pop() ??
			new Promise<ThreadSession>((resolve) => this.#queue.push(resolve))
		);
	}

	#giveBack(session: ThreadSession): void {
		const next = this.#queue.shift();
		if (next) next(session);
		else this.#free.push(session);
	}
}
