import type { PilotResult } from "../../../studies/pilot/pilot-result.ts";

/** All seeds that runs had, each once, the smallest first. */
export function seedsOf({ arms }: PilotResult): number[] {
	const seeds = arms.flatMap(({ runs }) => runs.map(({ seed }) => seed));
	return [...new Set(seeds)].sort((a, b) => a - b);
}
