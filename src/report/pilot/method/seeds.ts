import type { PilotResult } from "../../../studies/pilot/pilot-result.ts";

/** The seeds of all runs, each once, in rising order. */
export function seedsOf({ arms }: PilotResult): number[] {
	const seeds = arms.flatMap(({ runs }) => runs.map(({ seed }) => seed));
	return [...new Set(seeds)].sort((a, b) => a - b);
}
