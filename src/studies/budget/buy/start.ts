import { type Allocation, costOf, type Trial } from "../allocation.ts";
import { distanceOver } from "./distance.ts";
import type { Question } from "./step.ts";

/**
 * The first design: of the largest budget all on demonstrations, all on pairs, half on each and four fifths on pairs; of the
 * smallest budget both extremes; half on each of the middle budget; the untouched base, if it is a candidate. The extremes of
 * the largest budget are trained with a second seed, which gives a first idea of the noise. Each is the nearest candidate.
 */
export function startDesign(question: Question): Trial[] {
	const budgets = question.budgets.toSorted((a, b) => a - b);
	const least = budgets[0] ?? 0;
	const middle = budgets[Math.floor((budgets.length - 1) / 2)] ?? 0;
	const most = budgets.at(-1) ?? 0;
	const wanted = [
		{ budget: most, share: 0 },
		{ budget: most, share: 1 },
		{ budget: least, share: 0 },
		{ budget: least, share: 1 },
		{ budget: most, share: 0.5 },
		{ budget: middle, share: 0.5 },
		{ budget: most, share: 0.8 },
	];
	const distance = distanceOver(question.candidates);
	const nearest = wanted.flatMap(({ budget, share }) => {
		const split = splitNear(question, budget, share);
		if (!split) return [];
		return question.candidates.toSorted(
			(a, b) => distance(a, split) - distance(b, split),
		)[0] as Allocation;
	});
	const base = question.candidates.filter(
		(at) => at.demonstrations === 0 && at.pairs === 0,
	);
	const cells = [...new Set([...nearest, ...base])];
	const [first, second] = question.seeds;
	const trials: Trial[] = [];
	if (first !== undefined)
		for (const at of cells) trials.push({ ...at, seed: first });
	if (second !== undefined)
		for (const at of new Set(nearest.slice(0, 2)))
			trials.push({ ...at, seed: second });
	return trials;
}

/** The split of a budget whose share of pairs is nearest, among those that spend most of it. */
function splitNear(
	question: Question,
	budget: number,
	share: number,
): Allocation | undefined {
	const off = (at: Allocation) => {
		const cost = costOf(at, question.prices);
		const pairs = question.prices.pair * at.pairs;
		return Math.abs((cost === 0 ? 0 : pairs / cost) - share);
	};
	return question.splits(budget).toSorted((a, b) => off(a) - off(b))[0];
}
