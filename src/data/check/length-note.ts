/** Tokens of both answers of a pair. */
export interface PairLengths {
	readonly chosen: number;
	readonly rejected: number;
}

/** Fewer pairs show no tendency. */
const fewPairs = 5;

/** Share of pairs whose chosen answer is longer, from which a note says so. */
const mostLonger = 0.7;

/** Says that the chosen answers are mostly the longer ones; nothing if they are not, or if there are too few pairs. */
export function lengthNote(pairs: readonly PairLengths[]): string[] {
	const longer = pairs.filter(({ chosen, rejected }) => chosen > rejected);
	if (pairs.length < fewPairs || longer.length / pairs.length < mostLonger)
		return [];
	const mean = (side: keyof PairLengths) =>
		Math.round(pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length);
	return [
		`In ${longer.length} of ${pairs.length} pairs the chosen answer is longer than the rejected one (${mean("chosen")} against ${mean("rejected")} tokens on average): training may teach length. Watch the length of answers in npx temper-lm eval, or take an objective that divides by length (simpo).`,
	];
}
