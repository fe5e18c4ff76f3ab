import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import type { RunSpeed } from "../../jobs/job-request.ts";
import { rungsOf } from "./halving.ts";
import type { PilotPlan } from "./pilot-state.ts";

/**
 * Bytes that the runs of a pilot take on disk at most while it works. With `keep: all` all checkpoints of all runs stay;
 * otherwise a run has checkpoints until it is measured for the last time, and then what it made.
 */
export function diskOf(
	{ arms, seeds, halving }: Pick<PilotPlan, "arms" | "seeds" | "halving">,
	speeds: ReadonlyMap<string, RunSpeed>,
	keep: PilotRecipe["keep"],
): number {
	return arms.reduce((sum, { slug, rates, tunesOnly }) => {
		const speed = speeds.get(slug);
		if (speed === undefined) return sum;
		const held = speed.checkpoints * speed.checkpointBytes;
		const rungs = rungsOf(rates.length, halving).length;
		const stopped = rungs === 0 ? 0 : rates.length - 1;
		const trained = tunesOnly ? 0 : seeds.length;
		const results = trained * speed.resultBytes;
		// Rates are tried side by side, each with a checkpoint; then the seeds, of which all may be under way.
		const side = Math.max(stopped + 1, trained);
		const holding =
			keep === "all" ? trained + stopped + Number(trained === 0) : side;
		return sum + results + holding * held;
	}, 0);
}
