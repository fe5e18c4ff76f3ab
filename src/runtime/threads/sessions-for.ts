import { type Backend, threadsOf } from "../open-session.ts";

/** Bytes that frozen weights may take once more in all sessions beyond the first. */
const mostCopied = 2 ** 30;

export interface SessionNeeds {
	/** What the frozen weights take in one session. */
	readonly bytes: number;
	/** More sessions are not worth what each of them takes beside its weights. */
	readonly most: number;
}

/**
 * How many sessions compute side by side, each with a copy of the frozen weights and a share of the threads: on a CPU up to `most`, as
 * many as there are threads and as the copies have room (decision 0245). A number that the user chose counts instead, up to one for
 * each thread.
 */
export function sessionsFor(
	backend: Backend,
	{ bytes, most }: SessionNeeds,
): number {
	if ("open" in backend || backend.device !== "cpu") return 1;
	const threads = threadsOf(backend);
	if (backend.sessions !== undefined)
		return Math.min(backend.sessions, threads);
	return Math.min(threads, most, 1 + Math.floor(mostCopied / bytes));
}
