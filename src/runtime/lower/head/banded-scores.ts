import type { Emitter } from "../emitter.ts";
import type { Chunk, WordScores } from "./chunk-scores.ts";
import { meanProduct } from "./fine-product.ts";
import { logSum, reduce } from "./log-sum.ts";
import { bandLogits, type WordBand } from "./word-bands.ts";

/**
 * Scores of one band of words after the other. Each band has probabilities of its own, and what they give is weighed by the band's part of the
 * whole: all logits never exist at once. The next band waits for what is left of the one before.
 */
export function bandedScores(
	e: Emitter,
	{ hidden, targets }: Chunk,
	bands: readonly WordBand[],
	wantsUnit: boolean,
): WordScores {
	return bands.reduce<WordScores | null>((sofar, band) => {
		const token = sofar && joined(e, sofar);
		const logits = bandLogits(e, hidden, band, token);
		const p = e.op("Softmax", [logits], { axis: -1 });
		const { top, total } = logSum(e, logits, p);
		const all = sofar === null ? total : logOfSum(e, sofar.total, total);
		const mean = wantsUnit
			? meanProduct(e, p, band, e.op("Exp", [e.op("Sub", [top, all])]))
			: reduce(e, "ReduceSum", e.op("Mul", [p, logits]), true);
		const chosen = chosenLogits(e, logits, targets, band, sofar);
		const here = { top, total, chosen, mean };
		return sofar === null ? here : merged(e, sofar, here, all);
	}, null) as WordScores;
}

/** A matrix that is known once all scores are. */
const joined = (e: Emitter, { chosen, top, mean }: WordScores) =>
	e.op("Concat", [chosen, top, reduce(e, "ReduceMax", mean, true)], {
		axis: 1,
	});

/** Of targets in other bands what was found so far, if anything. */
function chosenLogits(
	e: Emitter,
	logits: string,
	targets: string,
	{ start, count }: WordBand,
	sofar: WordScores | null,
): string {
	const number = (value: number) => e.integers32([], [value]);
	const places = e.op("Sub", [targets, number(start)]);
	const column = e.op("Unsqueeze", [places, e.integers(-1)]);
	const within = e.op("Clip", [column, number(0), number(count - 1)]);
	const found = e.op("GatherElements", [logits, within], { axis: 1 });
	if (sofar === null) return found;
	const isHere = e.op("Equal", [column, within]);
	return e.op("Where", [isHere, found, sofar.chosen]);
}

/** log(exp a + exp b) */
function logOfSum(e: Emitter, a: string, b: string): string {
	const most = e.op("Max", [a, b]);
	const parts = [a, b].map((x) => e.op("Exp", [e.op("Sub", [x, most])]));
	return e.op("Add", [most, e.op("Log", [e.op("Add", parts)])]);
}

/** `total`: log sum exp of both. */
function merged(
	e: Emitter,
	a: WordScores,
	b: WordScores,
	total: string,
): WordScores {
	const means = [a, b].map((part) => {
		const share = e.op("Exp", [e.op("Sub", [part.total, total])]);
		return e.op("Mul", [part.mean, share]);
	});
	return {
		...{ chosen: b.chosen, total },
		top: e.op("Max", [a.top, b.top]),
		mean: e.op("Add", means),
	};
}
