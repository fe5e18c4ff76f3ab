import type { Allocation, Observation } from "../allocation.ts";

/** What was measured of a surface. */
export interface Measured {
	readonly allocations: readonly Allocation[];
	/** The most prompts of each kind in one allocation; 0 if a kind was never measured. */
	readonly most: Allocation;
	has(allocation: Allocation): boolean;
}

const keyOf = ({ demonstrations, pairs }: Allocation) =>
	`${demonstrations}/${pairs}`;

export function measuredBy(observations: readonly Observation[]): Measured {
	const cells = new Map<string, Allocation>();
	for (const { demonstrations, pairs } of observations)
		cells.set(keyOf({ demonstrations, pairs }), { demonstrations, pairs });
	const allocations = [...cells.values()];
	const most = (kind: keyof Allocation) =>
		Math.max(0, ...allocations.map((cell) => cell[kind]));
	return {
		allocations,
		most: { demonstrations: most("demonstrations"), pairs: most("pairs") },
		has: (allocation) => cells.has(keyOf(allocation)),
	};
}

/** Whether an allocation has more of one kind than any that was measured. */
export const isBeyond = (
	{ demonstrations, pairs }: Allocation,
	{ most }: Measured,
): boolean => demonstrations > most.demonstrations || pairs > most.pairs;
