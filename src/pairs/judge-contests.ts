import { TemperError } from "../core/error.ts";
import type {
	Contest,
	ContestJudgement,
	PairJudge,
} from "./judges/pair-judge.ts";

/** A contest with what the judge says about it. */
export interface Judged<C extends Contest> {
	readonly contest: C;
	readonly judgement: ContestJudgement;
}

/** If so many comparisons fail before one succeeds, the judge is out of order. */
const hopeless = 8;

/**
 * Judges contests in their order, as many at the same time as the judge takes. Throws `data` if its first comparisons all fail.
 * Ends early if the signal aborts.
 */
export async function* judgeContests<C extends Contest>(
	judge: PairJudge,
	contests: readonly C[],
	signal: AbortSignal,
): AsyncGenerator<Judged<C>> {
	const pending: Promise<Judged<C>>[] = [];
	let [succeeded, failed] = [0, 0];
	const next = async (): Promise<Judged<C>> => {
		const judged = await (pending.shift() as Promise<Judged<C>>);
		const { comparisons, failures } = judged.judgement;
		succeeded += comparisons.length;
		failed += failures.length;
		if (succeeded === 0 && failed >= hopeless)
			throw new TemperError("data", {
				where: "the judge",
				expected: `a verdict in one of its first ${failed} comparisons`,
				found: `only failures: ${(failures[0] ?? "no reason").replace(/\.$/, "")}`,
				hint: "Samples are kept, so the same command continues once the judge answers.",
			});
		return judged;
	};
	try {
		for (const contest of contests) {
			if (signal.aborted) return;
			pending.push(
				judge.judge(contest).then((judgement) => ({ contest, judgement })),
			);
			if (pending.length >= judge.parallel) yield await next();
		}
		while (pending.length > 0 && !signal.aborted) yield await next();
	} finally {
		await Promise.allSettled(pending);
	}
}
