import { supervisedCount } from "../data/example.ts";
import { readRows } from "../formats/rows/read-rows.ts";
import { type ModelText, textOf } from "../policy/model-text.ts";
import type { Estimate } from "../stats/estimate.ts";
import { winRate } from "../stats/share.ts";
import { placeOf } from "../text/columns/row-format.ts";
import { rowEncoder } from "../text/row-encoder.ts";
import type { PairAnswer } from "./pair-answer.ts";
import { type PairPrompt, pairPrompt } from "./pair-prompt.ts";
import {
	type ConfidenceBin,
	confidenceBins,
	confidenceOf,
	fitScale,
} from "./rank/confidence.ts";

/** A pair of a human: the chosen answer first. */
export interface LabelledPair {
	readonly prompt: PairPrompt;
	readonly answers: readonly [chosen: PairAnswer, rejected: PairAnswer];
}

/** The pairs of a file, in any format of pairs. Throws `data` naming file, line and field. */
export async function readLabelled(
	path: string,
	text: ModelText,
): Promise<LabelledPair[]> {
	const encode = rowEncoder({ ...text, wants: "pairs" });
	const pairs: LabelledPair[] = [];
	for await (const row of readRows(path)) {
		const prompt = pairPrompt(row, text);
		for (const group of encode(row)) {
			const answers = group.map((answer): PairAnswer => {
				const said = answer.ids.filter((_, t) => answer.mask[t] === 1);
				const written = textOf(text.tokenizer, said);
				const tokens = supervisedCount(answer);
				const example = { ...answer, id: placeOf(row) };
				return { written, text: written, tokens, example, sample: null };
			});
			const [chosen, rejected] = answers;
			if (chosen && rejected)
				pairs.push({ prompt, answers: [chosen, rejected] });
		}
	}
	return pairs;
}

/** How often a judge agrees with labelled pairs, and what its confidence is worth. */
export interface Agreement {
	/** Pairs that the judge compared. */
	readonly pairs: number;
	readonly failed: number;
	readonly undecided: number;
	/** Share of pairs on which it prefers the chosen answer, undecided ones counted half, with Wilson's 95% interval. */
	readonly agreement: Estimate | null;
	/**
	 * The scale that fits the labels, which the confidences of all pairs then use; null if there are fewer than `fewestLabels`
	 * decided pairs, which leave the judge's own scale.
	 */
	readonly scale: number | null;
	/** By confidence. If a scale was fitted, each pair's confidence uses the scale that was fitted without its fifth of the pairs. */
	readonly bins: readonly ConfidenceBin[];
}

/** Fewer labelled pairs do not change confidences. */
export const fewestLabels = 20;

/** Parts of the pairs that are left out in turn. */
const folds = 5;

/** From the evidence on each labelled pair: above 0 for its chosen answer, null if the comparison failed. */
export function agreementOf(
	evidence: readonly (number | null)[],
	ownScale: number,
): Agreement {
	const known = evidence.filter((one) => one !== null);
	const decided = known.filter((one) => one !== 0);
	const fits = decided.length >= fewestLabels;
	const scaleWithout = (fold: number) =>
		fitScale(decided.filter((_, i) => i % folds !== fold)) ?? ownScale;
	const scales = Array.from({ length: folds }, (_, fold) =>
		fits ? scaleWithout(fold) : ownScale,
	);
	const checked = decided.map((one, i) => ({
		confidence: confidenceOf(one, scales[i % folds] as number),
		right: Number(one > 0),
	}));
	return {
		pairs: known.length,
		failed: evidence.length - known.length,
		undecided: known.length - decided.length,
		agreement: known.length === 0 ? null : winRate(known),
		scale: fits ? fitScale(decided) : null,
		bins: confidenceBins(checked),
	};
}
