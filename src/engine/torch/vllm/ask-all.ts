/**
 * Asks all questions, at most `limit` at a time, in their order. The first failure stops the others and is thrown; so is the
 * reason of a signal that aborts.
 */
export async function askAll<T>(
	questions: readonly T[],
	limit: number,
	signal: AbortSignal | undefined,
	ask: (question: T, until: AbortSignal) => Promise<void>,
): Promise<void> {
	const stop = new AbortController();
	const until = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
	const queue = questions.values();
	const work = async () => {
		for (const question of queue) {
			until.throwIfAborted();
			await ask(question, until);
		}
	};
	const workers = Math.min(limit, questions.length);
	try {
		await Promise.all(Array.from({ length: workers }, work));
	} finally {
		stop.abort();
	}
}
