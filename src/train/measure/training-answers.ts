import { RandomStream } from "../../core/random.ts";
import {
	type Example,
	type Group,
	supervisedCount,
} from "../../data/example.ts";

/** Training answers on which m_theta is measured: enough for a curve, at the cost of a few forward passes. */
export const sampledAnswers = 32;

/**
 * A fixed sample of the answers to be learned, drawn by the seed, in the order of the rows: demonstrations, chosen and
 * desirable answers. All of them if there are no more than the sample holds; none if rows are prompts alone.
 */
export function sampleAnswers(
	train: readonly Group[],
	seed: number,
): Example[] {
	const answers = [...new Set(train.flat())].filter(
		(row) => row.liked && !row.promptAlone && supervisedCount(row) > 0,
	);
	const places = new RandomStream(seed, "training-answers")
		.shuffle([...answers.keys()])
		.slice(0, sampledAnswers)
		.sort((a, b) => a - b);
	return places.map((place) => answers[place] as Example);
}

/** (1/m) sum over the answer of log pi - log pi_ref, nats per token (arXiv 2408.10642). */
export function deltaPerToken(
	logProb: ArrayLike<number>,
	reference: ArrayLike<number>,
): number {
	let delta = 0;
	for (let t = 0; t < logProb.length; t++)
		delta += (logProb[t] as number) - (reference[t] as number);
	return delta / logProb.length;
}
