/** The stages whose learning rates are chosen apart: preferences on an untouched base are another task than after fine-tuning. */
export type StageKind = "demonstrations" | "pairs" | "untouched";

/** What a learning rate got at an anchor. */
export interface TriedRate {
	readonly learningRate: number;
	/** On the tuning questions, oriented so that higher is better; null if the run failed or nothing was scored. */
	readonly score: number | null;
}

/** A number of prompts at which learning rates were tried. */
export interface Anchor {
	readonly prompts: number;
	readonly tried: readonly TriedRate[];
	/** Null if the rates cannot be told apart here. */
	readonly chosen: number | null;
}

/**
 * The best of the rates; a tie goes to the lower one. Null if no rate has a score, or if several have the same and nothing else: such
 * an anchor, at which too little is learned to tell, says nothing about rates.
 */
export function bestRate(tried: readonly TriedRate[]): number | null {
	const scored = tried.flatMap(({ learningRate, score }) =>
		score === null ? [] : [{ learningRate, score }],
	);
	const [first, ...others] = scored;
	if (first === undefined) return null;
	if (others.length > 0 && others.every(({ score }) => score === first.score))
		return null;
	const best = scored.toSorted(
		(a, b) => b.score - a.score || a.learningRate - b.learningRate,
	);
	return best[0]?.learningRate ?? null;
}

/**
 * The rate for a number of prompts. Between anchors its logarithm is linear in the logarithm of the number of prompts; beyond them it
 * stays. If no anchor says anything it is the middle one of `rates`.
 */
export function rateAt(
	anchors: readonly Anchor[],
	rates: readonly number[],
	prompts: number,
): number {
	const sorted = anchors
		.flatMap(({ prompts, chosen }) =>
			chosen === null ? [] : [{ prompts, chosen }],
		)
		.toSorted((a, b) => a.prompts - b.prompts);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined)
		return rates[Math.floor((rates.length - 1) / 2)] ?? Number.NaN;
	if (prompts <= first.prompts) return first.chosen;
	if (prompts >= last.prompts) return last.chosen;
	const above = sorted.findIndex((anchor) => anchor.prompts >= prompts);
	const [low, high] = [sorted[above - 1] ?? first, sorted[above] ?? last];
	const at =
		Math.log(prompts / low.prompts) / Math.log(high.prompts / low.prompts);
	const rate = low.chosen ** (1 - at) * high.chosen ** at;
	return Number(rate.toPrecision(3));
}
