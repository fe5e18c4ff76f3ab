import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { diskOf } from "./plan/disk.ts";
import { estimateJobs } from "./plan/estimate-jobs.ts";
import { forecast } from "./plan/forecast.ts";
import type { Job } from "./plan/job.ts";
import { closing, leaveOutSeeds } from "./plan/leave-out-seeds.ts";
import type { Decision, PilotPlan, PilotState } from "./plan/pilot-state.ts";
import { settleSteps } from "./plan/settle-steps.ts";
import type { Timing } from "./plan/timing.ts";

/** A job as it is expected to go. */
export interface ForeseenJob {
	readonly job: Job;
	/** Seconds from now. */
	readonly begins: number;
	readonly ends: number;
}

/** What a pilot will take, all of its jobs and their order included. */
export interface ForeseenPilot {
	/** Jobs that are still to be done, in the order in which they begin. */
	readonly jobs: readonly ForeseenJob[];
	/** What will be settled at once, and what the time that was given leaves out. */
	readonly decisions: readonly Decision[];
	/** Steps of each run, by slug of the arm. */
	readonly steps: ReadonlyMap<string, number>;
	/** Jobs that run at the same time, at most. */
	readonly seats: number;
	/** Seconds until the pilot has ended; null if a duration could not be estimated. */
	readonly seconds: number | null;
	/** Seconds beyond the limit that it was given; 0 without one. */
	readonly late: number;
	/** Bytes on disk, at most. */
	readonly disk: number;
}

/** What follows from a plan, what is done and what work takes: pure, as the pilot itself decides. */
export function foreseePilot(
	plan: PilotPlan,
	state: PilotState,
	timing: Timing,
	keep: PilotRecipe["keep"],
): ForeseenPilot {
	const given = stepsIn(state.decisions);
	const settled: Decision[] =
		plan.seconds === null || given !== null
			? []
			: [settleSteps(plan, state, timing)];
	const steps = given ?? stepsIn(settled);
	const estimates = estimateJobs(plan, timing, steps);
	const options = { estimates, seats: timing.seats, atWork: new Map() };
	const soFar = { ...state, decisions: [...state.decisions, ...settled] };
	const seeds = leaveOutSeeds(plan, soFar, timing, options);
	const decided = seeds === null ? settled : [...settled, seeds];
	const decisions = [...state.decisions, ...decided];
	const jobs: ForeseenJob[] = [];
	const left = forecast(
		plan,
		{ ...state, decisions },
		options,
		(job, begins, ends) => jobs.push({ job, begins, ends }),
	);
	const seconds = left === null ? null : left + closing;
	const spent = plan.seconds === null ? 0 : timing.elapsed;
	return {
		...{ jobs, seconds, seats: timing.seats },
		decisions: decided,
		steps: new Map(
			[...timing.speeds].map(([arm, speed]) => [arm, steps ?? speed.steps]),
		),
		late: Math.max(0, spent + (seconds ?? 0) - (plan.seconds ?? Infinity)),
		disk: diskOf(plan, timing.speeds, keep),
	};
}

function stepsIn(decisions: readonly Decision[]): number | null {
	const settled = decisions.find((one) => one.kind === "steps");
	return settled?.steps ?? null;
}
