import { estimateJobs, type JobEstimates } from "./estimate-jobs.ts";
import { type ForecastOptions, forecast, inOrder } from "./forecast.ts";
import type { Job } from "./job.ts";
import { openWork, seedsOf } from "./open-work.ts";
import type { Decision, PilotPlan, PilotState } from "./pilot-state.ts";
import { settleSteps } from "./settle-steps.ts";
import type { Timing } from "./timing.ts";

/** When a pilot will have ended, by what its jobs have taken so far. */
export interface Forecast {
	/** Seconds until then. */
	readonly left: number;
	/** Seconds by which its limit will be exceeded; 0 where it ends in time or has no limit. */
	readonly late: number;
}

/** What can be done now. */
export interface Advance {
	/** Jobs that wait for nothing, in the order in which to begin them. */
	readonly jobs: readonly Job[];
	/** Decisions that are due; with them, more jobs may come. */
	readonly due: readonly Decision[];
	/** Null before enough is known. */
	readonly forecast: Forecast | null;
}

/** Seconds that remain to be spent when the last job has ended: the comparison and the report. */
export const closing = 5;

/** Seeds that are trained however long they take: an interval over seeds needs two. */
const leastSeeds = 2;

/** What follows from what is done and what it took: the same plan and state give the same, whoever asks and whenever. */
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
	const seeds = seedsDue(plan, state, { ordered, busy, options, left });
	if (seeds !== null) return { jobs: [], due: [seeds], forecast: null };
	const least = leftWith(plan, state, options, unbegun(plan, state));
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

interface SeedParts {
	readonly ordered: readonly Job[];
	readonly busy: Timing["busy"];
	readonly options: ForecastOptions;
	/** Seconds until the end with all seeds. */
	readonly left: number | null;
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

/** Seconds until the end with some seeds left out; null where an estimate is missing. */
function leftWith(
	plan: PilotPlan,
	state: PilotState,
	options: ForecastOptions,
	left: readonly number[],
): number | null {
	const without = { kind: "seeds", left, seconds: 0 } as const;
	const decisions = [...state.decisions, without];
	return forecast(plan, { ...state, decisions }, options);
}

function lateBy(
	{ seconds }: PilotPlan,
	{ elapsed }: Timing,
	left: number | null,
): number {
	if (seconds === null || left === null) return 0;
	return Math.max(0, elapsed + left + closing - seconds);
}

/** Seeds that no arm has begun and whose place in the order is beyond the least, last first. */
function unbegun(plan: PilotPlan, state: PilotState): number[] {
	const ids = [
		...state.done.keys(),
		...state.failed,
		...(state.timing?.busy.keys() ?? []),
	];
	return seedsOf(plan, state.decisions)
		.slice(leastSeeds)
		.filter((seed) => !ids.some((id) => id.includes(`/seed-${seed}/`)))
		.toReversed();
}

/**
 * Leaves out as few seeds as make the pilot end in time, at the moment when the first of them would be begun: until then
 * estimates may still improve. Null where nothing is to be left out.
 */
function seedsDue(
	plan: PilotPlan,
	state: PilotState,
	{ ordered, busy, options, left }: SeedParts,
): Extract<Decision, { kind: "seeds" }> | null {
	const { timing } = state;
	if (timing === undefined || left === null) return null;
	if (lateBy(plan, timing, left) === 0) return null;
	const spare = unbegun(plan, state);
	const next = ordered.find(({ id }) => !busy.has(id));
	if (next?.kind !== "run" || !spare.includes(next.seed)) return null;
	const counts = spare.map((_, i) => i + 1);
	const fitting = counts.find((count) => {
		const without = leftWith(plan, state, options, spare.slice(0, count));
		return lateBy(plan, timing, without) === 0;
	});
	const seeds = spare.slice(0, fitting ?? spare.length).toReversed();
	const seconds = timing.elapsed + left + closing;
	return { kind: "seeds", left: seeds, seconds };
}
