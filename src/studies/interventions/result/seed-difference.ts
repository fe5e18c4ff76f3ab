import { alpha95, type Estimate } from "../../../stats/estimate.ts";
import { scoreBounds } from "../../../stats/paired/paired-score.ts";
import { boundsOf, spreadOfTable } from "../../../stats/spread.ts";
import { sharedQuestions, type Units } from "../../../stats/unit.ts";
import { wider, within } from "../../../stats/within.ts";

/** Scores of runs from 0 to 1, by seed. */
export type BySeed = ReadonlyMap<number, Units>;

/**
 * Difference of the accuracies of two arms, paired by seed and question, with its 95% interval over both: the bounds of the table of
 * seeds by questions, no narrower than those of the score test on the questions' mean differences. Null without a shared seed
 * or question.
 */
export function seedDifference(of: BySeed, against: BySeed): Estimate | null {
	const seeds = [...of.keys()].filter((seed) => against.has(seed));
	const pairs = seeds.map((seed) => ({
		one: of.get(seed) as Units,
		other: against.get(seed) as Units,
	}));
	const questions = sharedQuestions(
		pairs.flatMap(({ one, other }) => [one, other]),
	);
	if (questions.length === 0) return null;
	const scoreIn = (units: Units, question: string) => {
		const unit = units.get(question);
		return unit === undefined ? 0 : unit.sum / unit.weight;
	};
	const table = pairs.map(({ one, other }) =>
		questions.map(
			(question) => scoreIn(one, question) - scoreIn(other, question),
		),
	);
	const changes = questions.map(
		(_, i) => table.reduce((sum, row) => sum + (row[i] ?? 0), 0) / table.length,
	);
	const score = scoreBounds(changes, alpha95);
	const spread = spreadOfTable(table);
	if (spread.error === 0 || !Number.isFinite(spread.error)) return score;
	return within(-1, wider(boundsOf(spread, alpha95), score), 1);
}
