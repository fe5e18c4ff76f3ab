import { byScore } from "../../pilot/plan/halving.ts";

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
	readonly chosen: number;
}

/** The best of the rates, a tie goes to the lower one; the first if none has a score. */
export function bestRate(tried: readonly TriedRate[]): number {
	const scored = tried.filter(({ score }) => score !== null);
	const [best] = (scored.length > 0 ? scored : tried).toSorted(
		(a, b) =>
			byScore(
				{ ...a, score: a.score ?? 0, nll: null },
				{ ...b, score: b.score ?? 0, nll: null },
			) || a.learningRate - b.learningRate,
	);
	return best?.learningRate ?? Number.NaN;
}

/** Between anchors the logarithm of the rate is linear in the logarithm of the number of prompts; beyond them it stays. */
export function rateAt(anchors: readonly Anchor[], prompts: number): number {
	const sorted = anchors.toSorted((a, b) => a.prompts - b.prompts);
	const [first] = sorted;
	const last = sorted.at(-1);
	if (first === undefined || last === undefined) return Number.NaN;
	if (prompts <= first.prompts) return first.chosen;
	if (prompts >= last.prompts) return last.chosen;
	const above = sorted.findIndex((anchor) => anchor.prompts >= prompts);
	const [low, high] = [sorted[above - 1] ?? first, sorted[above] ?? last];
	const at =
		Math.log(prompts / low.prompts) / Math.log(high.prompts / low.prompts);
	const rate = low.chosen ** (1 - at) * high.chosen ** at;
	return Number(rate.toPrecision(3));
}
