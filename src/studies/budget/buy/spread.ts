import type { Allocation, Trial } from "../allocation.ts";
import { distanceOver } from "./distance.ts";

/**
 * Up to `count` of the open trials, each at the allocation that is farthest from all that were trained or chosen before, with
 * its first open seed. Allocations that were trained are left out.
 */
export function spreadOut(
	open: readonly Trial[],
	trained: readonly Allocation[],
	count: number,
): Trial[] {
	const distance = distanceOver([...open, ...trained]);
	const taken = [...trained];
	const chosen: Trial[] = [];
	while (chosen.length < count) {
		const far = open.map((trial) => ({
			trial,
			nearest: Math.min(...taken.map((at) => distance(at, trial))),
		}));
		const first = far[0];
		if (first === undefined) break;
		const best = far.reduce((a, b) => (b.nearest > a.nearest ? b : a), first);
		if (best.nearest === 0) break;
		chosen.push(best.trial);
		taken.push(best.trial);
	}
	return chosen;
}
