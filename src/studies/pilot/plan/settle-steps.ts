import { estimateJobs } from "./estimate-jobs.ts";
import { forecast } from "./forecast.ts";
import type { Decision, PilotPlan, PilotState } from "./pilot-state.ts";
import type { Timing } from "./timing.ts";

/** Share of the time left that is planned with: runs take longer than a few of their steps told. */
const prudence = 0.85;

/** Fewer steps than this teach nothing; and a run is looked at in so many places. */
const least = 8;

const most = 1e7;

/**
 * The steps of each run with which the whole pilot fits into the time that is left: a multiple of eight, and eight if
 * not even that fits.
 */
export function settleSteps(
	plan: PilotPlan,
	state: PilotState,
	timing: Timing,
): Extract<Decision, { kind: "steps" }> {
	const time = prudence * Math.max(0, (plan.seconds ?? 0) - timing.elapsed);
	const fits = (steps: number): boolean => {
		const estimates = estimateJobs(plan, timing, steps);
		const decisions: Decision[] = [
			...state.decisions,
			{ kind: "steps", steps },
		];
		const options = { estimates, seats: timing.seats, atWork: new Map() };
		const left = forecast(plan, { ...state, decisions }, options);
		return left !== null && left <= time;
	};
	let low = 1;
	while (low * least < most && fits(2 * low * least)) low *= 2;
	let high = 2 * low;
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (fits(middle * least)) low = middle;
		else high = middle;
	}
	return { kind: "steps", steps: low * least };
}
