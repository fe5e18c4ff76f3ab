import { RandomStream } from "../../../core/random.ts";
import { softmax } from "../../options/option-probabilities.ts";
import type { RowAskings } from "./row-askings.ts";

/** Probabilities of the options of a row, averaged over its askings. */
export function meanProbabilities(
	{ askings }: Pick<RowAskings, "askings">,
	temperature: number,
): number[] {
	const [first] = askings;
	const sums = (first?.scores ?? []).map(() => 0);
	for (const { scores } of askings)
		softmax(scores, temperature).forEach((p, i) => {
			sums[i] = (sums[i] as number) + p / askings.length;
		});
	return sums;
}

/** Mean log-likelihood of the right options, nats per row. */
export function meanLogLikelihood(
	rows: readonly RowAskings[],
	temperatureOf: (row: RowAskings) => number,
): number {
	const sum = rows.reduce((all, row) => {
		const p = meanProbabilities(row, temperatureOf(row))[row.gold] as number;
		return all + Math.log(Math.max(p, Number.MIN_VALUE));
	}, 0);
	return sum / rows.length;
}

const range = { from: Math.log(0.02), to: Math.log(200) } as const;

/**
 * The temperature that makes the right options likeliest (Guo et al. 2017, arXiv 1706.04599, section 4.2), with a standard
 * normal prior on its logarithm. The prior weighs as much as half a nat: it only matters for a handful of rows, which a
 * temperature near 0 would otherwise fit perfectly.
 */
export function fitTemperature(rows: readonly RowAskings[]): number {
	if (rows.length === 0) return 1;
	const cost = (log: number) =>
		log ** 2 / 2 - rows.length * meanLogLikelihood(rows, () => Math.exp(log));
	const width = (range.to - range.from) / gridSteps;
	const grid = Array.from({ length: gridSteps + 1 }, (_, i) => {
		const log = range.from + i * width;
		return { log, cost: cost(log) };
	});
	const best = grid.reduce((low, one) => (one.cost < low.cost ? one : low));
	return Math.exp(minimum(cost, best.log - width, best.log + width));
}

const gridSteps = 12;

/** Golden-section search for the minimum of a function between two bounds. */
function minimum(
	cost: (x: number) => number,
	low: number,
	high: number,
): number {
	const ratio = (Math.sqrt(5) - 1) / 2;
	const at = (x: number) => ({ x, cost: cost(x) });
	let [a, b] = [low, high];
	let left = at(b - ratio * (b - a));
	let right = at(a + ratio * (b - a));
	while (b - a > 1e-3) {
		if (left.cost < right.cost) {
			b = right.x;
			right = left;
			left = at(b - ratio * (b - a));
		} else {
			a = left.x;
			left = right;
			right = at(a + ratio * (b - a));
		}
	}
	return (a + b) / 2;
}

/** The fold of each question: folds of equal size, the same for the same seed, whatever the order of the questions. */
export function foldsOf(
	questions: Iterable<string>,
	folds: number,
	seed: number,
): Map<string, number> {
	const distinct = [...new Set(questions)].sort();
	const shuffled = new RandomStream(seed, "probe folds").shuffle(distinct);
	return new Map(shuffled.map((question, i) => [question, i % folds]));
}

/**
 * A temperature for each fold, fitted on the rows of the other folds. With fewer questions than folds there is one
 * temperature, 1 before any fit.
 */
export function temperaturesOf(
	rows: readonly RowAskings[],
	foldOf: ReadonlyMap<string, number>,
	folds: number,
): number[] {
	return Array.from({ length: folds }, (_, fold) =>
		fitTemperature(
			rows.filter(({ question }) => foldOf.get(question) !== fold),
		),
	);
}
