import { rungsOf } from "./halving.ts";
import type { PilotPlan } from "./pilot-state.ts";
import type { ArmSpeed } from "./timing.ts";

/** Bytes that the runs of a pilot take on disk at most, checkpoints and results together. */
export function diskOf(
	plan: PilotPlan,
	speeds: ReadonlyMap<string, ArmSpeed>,
): number {
	return plan.arms.reduce((sum, { slug, rates }) => {
		const speed = speeds.get(slug);
		if (speed === undefined) return sum;
		const kept = speed.checkpoints * speed.checkpointBytes;
		const rungs = rungsOf(rates.length, plan.halving).length;
		const stopped = rungs === 0 ? 0 : rates.length - 1;
		const finished = plan.seeds.length * (kept + speed.resultBytes);
		return sum + finished + stopped * kept;
	}, 0);
}
