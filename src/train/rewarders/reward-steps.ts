export interface RewardStepsOptions<T> {
	/** Pairs of this round's samples, in the order in which they are taken. */
	readonly sampled: readonly T[];
	/** Labelled pairs, whose order continues from round to round. */
	readonly labelled: readonly T[];
	/** Optimizer steps of a round, and pairs of each. */
	readonly steps: number;
	readonly rows: number;
	/** Share of a step's pairs that are labelled ones, from 0 to 1. */
	readonly pairShare: number;
	/** From 1. */
	readonly round: number;
}

/**
 * The pairs of each optimizer step that a reward model takes in a round; none if there are no pairs at all. Lists are
 * gone through again and again. A step never has a pair twice, so it is smaller than `rows` where a list is.
 */
export function rewardSteps<T>({
	sampled,
	labelled,
	steps,
	rows,
	pairShare,
	round,
}: RewardStepsOptions<T>): T[][] {
	const some =
		sampled.length === 0
			? rows
			: labelled.length === 0
				? 0
				: Math.round(rows * pairShare);
	const made = Array.from({ length: steps }, (_, step) => [
		...cycle(sampled, step, rows - some),
		...cycle(labelled, (round - 1) * steps + step, some),
	]);
	return made.filter((pairs) => pairs.length > 0);
}

function cycle<T>(items: readonly T[], step: number, rows: number): T[] {
	const count = Math.min(rows, items.length);
	return Array.from(
		{ length: count },
		(_, i) => items[(step * count + i) % items.length] as T,
	);
}
