import type { EvalResult } from "../../src/eval/eval-result.ts";
import { summariseRun } from "../../src/runs/run-summary.ts";

/** 1 for each question answered right and 0 for each other, in the order of the rows, by task. */
export type Scores = Readonly<Record<string, readonly number[]>>;

/** What became of a run. */
export interface Measured {
	readonly scores: Scores;
	/** KL(base || tuned) on general rows, nats per token. */
	readonly kl: number;
	/** Of held-out rows, before and after, nats per token. */
	readonly nll: { readonly base: number; readonly tuned: number };
	readonly seconds: number;
}

/** What became of a finished run, whose model has these results. */
export async function readRun(
	run: string,
	result: EvalResult,
): Promise<Measured> {
	const { evaluations, seconds } = await summariseRun(run);
	const [first, last] = [evaluations[0], evaluations.at(-1)];
	const [kl, base, tuned] = [last?.klGeneral, first?.nll, last?.nll];
	if (!kl || !base || !tuned) throw new Error(`${run} lacks evaluations`);
	return {
		scores: scoresOf(result),
		kl: kl.value,
		nll: { base: base.value, tuned: tuned.value },
		seconds,
	};
}

export function scoresOf({ tasks }: EvalResult): Scores {
	return Object.fromEntries(
		tasks.map(({ name, items }) => [
			name,
			items.map(({ score }) => score ?? 0),
		]),
	);
}
