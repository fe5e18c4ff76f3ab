import type { Forecast } from "../../study.ts";
import { estimateJobs, type JobEstimates } from "./estimate-jobs.ts";
import { forecast, inOrder } from "./forecast.ts";
import type { Job } from "./job.ts";
import {
	closing,
	lateBy,
	leaveOutSeeds,
	leftWith,
	unbegun,
} from "./leave-out-seeds.ts";
import { openWork } from "./open-work.ts";
import type { Decision, PilotPlan, PilotState } from "./pilot-state.ts";
import { settleSteps } from "./settle-steps.ts";
import type { Timing } from "./timing.ts";

/** What can be done now. */
export interface Advance {
	/** Jobs that wait for nothing, in the order in which to begin them. */
	readonly jobs: readonly Job[];
	/** Decisions that are due; with them, more jobs may come. */
	readonly due: readonly Decision[];
	/** Null before enough is known. */
	readonly forecast: Forecast | null;
}

/** What follows from what is done and what it took: the same plan and state always give the same result. */
export function advance(plan: PilotPlan, state: PilotState): Advance {
	const { timing } = state;
	const { jobs, due } = openWork(plan, state);
	if (timing === undefined || due.length > 0)
		return { jobs, due, forecast: null };
	const steps = stepsOf(state);
	if (plan.seconds !== null && steps === null)
		return {
			...{ jobs, forecast: null },
			due: jobs.length > 0 ? [] : [settleSteps(plan, state, timing)],
		};
	const estimates = estimateJobs(plan, timing, steps);
	const { seats, busy } = timing;
	const options = { estimates, seats, atWork: atWork(timing, estimates) };
	const ordered = inOrder(jobs, plan, estimates);
	const left = forecast(plan, state, options);
	const next = ordered.find(({ id }) => !busy.has(id));
	const spare = unbegun(plan, state);
	// Until a seed is about to begin, estimates may still improve.
	const seeds =
		next?.kind === "run" && spare.includes(next.seed)
			? leaveOutSeeds(plan, state, timing, options)
			: null;
	if (seeds !== null) return { jobs: [], due: [seeds], forecast: null };
	const least = leftWith(plan, state, options, spare);
	return {
		...{ jobs: ordered, due: [] },
		forecast: left === null ? null : forecastOf(plan, timing, left, least),
	};
}

function forecastOf(
	plan: PilotPlan,
	timing: Timing,
	left: number,
	least: number | null,
): Forecast {
	// Seeds that may still be left out make no pilot late.
	return { left: left + closing, late: lateBy(plan, timing, least ?? left) };
}

function stepsOf({ decisions }: PilotState): number | null {
	const settled = decisions.find(({ kind }) => kind === "steps");
	return settled?.kind === "steps" ? settled.steps : null;
}

function atWork({ busy }: Timing, estimates: JobEstimates) {
	return new Map(
		[...busy].map(([id, one]) => [id, estimates.left(one) ?? 0] as const),
	);
}
