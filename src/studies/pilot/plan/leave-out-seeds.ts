import { type ForecastOptions, forecast } from "./forecast.ts";
import { seedsOf } from "./open-work.ts";
import type { Decision, PilotPlan, PilotState } from "./pilot-state.ts";
import type { Timing } from "./timing.ts";

/** Seconds that remain to be spent when the last job has ended: the comparison and the report. */
export const closing = 5;

/** Seeds that are trained however long they take: an interval over seeds needs two. */
const leastSeeds = 2;

/** Seconds until the end with some seeds left out; null if an estimate is missing. */
export function leftWith(
	plan: PilotPlan,
	state: PilotState,
	options: ForecastOptions,
	left: readonly number[],
): number | null {
	const without = { kind: "seeds", left, seconds: 0 } as const;
	const decisions = [...state.decisions, without];
	return forecast(plan, { ...state, decisions }, options);
}

/** Seconds by which a pilot exceeds its limit when so many are left. */
export function lateBy(
	{ seconds }: PilotPlan,
	{ elapsed }: Timing,
	left: number | null,
): number {
	if (seconds === null || left === null) return 0;
	return Math.max(0, elapsed + left + closing - seconds);
}

/** Seeds that no arm has begun and whose place in the order is beyond the least, last first. */
export function unbegun(plan: PilotPlan, state: PilotState): number[] {
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

/** Leaves out as few seeds as make a pilot end in time; null if it does, or if none can be left out. */
export function leaveOutSeeds(
	plan: PilotPlan,
	state: PilotState,
	timing: Timing,
	options: ForecastOptions,
): Extract<Decision, { kind: "seeds" }> | null {
	const left = forecast(plan, state, options);
	const spare = unbegun(plan, state);
	if (left === null || spare.length === 0) return null;
	if (lateBy(plan, timing, left) === 0) return null;
	const counts = spare.map((_, i) => i + 1);
	const fitting = counts.find((count) => {
		const without = leftWith(plan, state, options, spare.slice(0, count));
		return lateBy(plan, timing, without) === 0;
	});
	const seeds = spare.slice(0, fitting ?? spare.length).toReversed();
	const seconds = timing.elapsed + left + closing;
	return { kind: "seeds", left: seeds, seconds };
}
