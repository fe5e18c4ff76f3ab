import { Matrix } from "ml-matrix";
import type { Allocation, Trial } from "../allocation.ts";
import type { Surface } from "../surface/surface.ts";
import type { Question } from "./step.ts";

/** Standard normal nodes and weights of Gauss and Hermite's rule of 9 points; negative nodes mirror these. */
const hermite = [
	[0, 0.4063492063492064],
	[1.0232556637891326, 0.2440975028949394],
	[2.0768479786778302, 0.0499164067652179],
	[3.2054290028564703, 0.0027891413212318],
	[4.5127458633997826, 0.0000223458440077],
] as const;

/**
 * The trials that are worth most for the recommended splits of all budgets, by the knowledge gradient (Frazier, Powell and
 * Dayanik 2009): the expected rise of the highest mean among a budget's splits by one more outcome, summed over budgets, per
 * unit of cost. Outcomes and splits are taken for jointly normal, with the moments of the posterior draws. A candidate may be
 * repeated with all seeds that are left if that is worth more per unit of cost, since one outcome alone may be unable to change
 * a recommendation. After each choice the covariance is conditioned on it, so that a batch does not ask for the same thing twice.
 */
export function mostValuable(
	surface: Surface,
	question: Question,
	open: readonly Trial[],
	count: number,
): Trial[] {
	const budgets = question.budgets.map((budget) => question.splits(budget));
	const splits = budgets.flat();
	const candidates = firstOfEach(open);
	const at: Allocation[] = [...splits, ...candidates.map(({ trial }) => trial)];
	const { means, covariance } = momentsOf(surface.draws(at));
	const noise = surface.seedNoise ** 2;
	const left = candidates.map(({ seeds }) => [...seeds]);
	const chosen: Trial[] = [];
	while (chosen.length < count && left.some((seeds) => seeds.length > 0)) {
		let best = { value: -Infinity, index: 0 };
		for (const [c, { trial }] of candidates.entries()) {
			const seeds = left[c] as number[];
			if (seeds.length === 0) continue;
			const i = splits.length + c;
			const value = Math.max(
				...seeds.map((_, more) => {
					const cost = seeds
						.slice(0, more + 1)
						.reduce((sum, seed) => sum + question.cost({ ...trial, seed }), 0);
					const variance = covariance.get(i, i) + noise / (more + 1);
					return (
						worth(budgets, means, covariance, i, variance) /
						Math.max(cost, Number.MIN_VALUE)
					);
				}),
			);
			if (value > best.value) best = { value, index: c };
		}
		const seed = left[best.index]?.shift() as number;
		const { trial } = candidates[best.index] as (typeof candidates)[number];
		chosen.push({
			demonstrations: trial.demonstrations,
			pairs: trial.pairs,
			seed,
		});
		condition(covariance, splits.length + best.index, noise);
	}
	return chosen;
}

/** Open trials by allocation, in the order of their seeds. */
function firstOfEach(open: readonly Trial[]) {
	const groups = new Map<string, { trial: Trial; seeds: number[] }>();
	for (const trial of open) {
		const key = `${trial.demonstrations}/${trial.pairs}`;
		const group = groups.get(key);
		if (group) group.seeds.push(trial.seed);
		else groups.set(key, { trial, seeds: [trial.seed] });
	}
	return [...groups.values()];
}

/** Means and covariance of the columns of draws. */
function momentsOf(draws: readonly Float64Array[]) {
	const table = new Matrix(draws.map((draw) => [...draw]));
	const means = table.mean("column");
	table.center("column", { center: means });
	return { means, covariance: table.transpose().mmul(table).div(draws.length) };
}

/**
 * Expected rise of the highest mean, summed over budgets, if candidate i is measured. The small second part, the variance that
 * the outcome takes from the splits' means relative to their best, ranks candidates whose outcome would change no recommendation.
 */
function worth(
	budgets: readonly (readonly Allocation[])[],
	means: readonly number[],
	covariance: Matrix,
	i: number,
	variance: number,
): number {
	if (variance <= 0) return 0;
	const scale = 1 / Math.sqrt(variance);
	let total = 0;
	let first = 0;
	for (const { length } of budgets) {
		const last = first + length;
		let highest = -Infinity;
		for (let j = first; j < last; j++)
			highest = Math.max(highest, means[j] as number);
		for (const [node, weight] of hermite)
			for (const z of node === 0 ? [0] : [node, -node]) {
				let most = -Infinity;
				for (let j = first; j < last; j++)
					most = Math.max(
						most,
						(means[j] as number) + z * scale * covariance.get(j, i),
					);
				total += weight * most;
			}
		total -= highest;
		first = last;
	}
	return total;
}

/** Covariance after candidate i was measured once. */
function condition(covariance: Matrix, i: number, noise: number): void {
	const column = covariance.getColumn(i);
	const variance = (column[i] as number) + noise;
	if (variance <= 0) return;
	for (const [j, x] of column.entries())
		for (const [k, y] of column.entries())
			covariance.set(j, k, covariance.get(j, k) - (x * y) / variance);
}
