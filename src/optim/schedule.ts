import { z } from "zod";

/** How the learning rate moves over a run, as part of a recipe. */
export const scheduleSchema = z.strictObject({
	kind: z.enum(["constant", "linear", "cosine"]).default("cosine"),
	/** Share of all steps over which the rate rises to its full value. */
	warmup: z.number().min(0).lte(1).default(0.1),
});

export type ScheduleOptions = z.infer<typeof scheduleSchema>;
export type ScheduleKind = ScheduleOptions["kind"];

/** From the share of the run after warm-up that is past, in [0, 1], to a factor of the learning rate. */
const decays: Readonly<Record<ScheduleKind, (past: number) => number>> = {
	constant: () => 1,
	linear: (past) => 1 - past,
	cosine: (past) => 0.5 * (1 + Math.cos(Math.PI * past)),
};

/** Steps of warm-up among `totalSteps`: the share, rounded up. */
export function warmupSteps(
	schedule: ScheduleOptions,
	totalSteps: number,
): number {
	// 0.07 * 100 is a little above 7 in floating point, and means 7.
	return Math.ceil(schedule.warmup * totalSteps - 1e-9);
}

/**
 * Factor of the learning rate for `step` (0 is the first update) of `totalSteps` (T). With w warm-up steps:
 *
 *     step <  w:  (step + 1) / (w + 1)
 *     step >= w:  constant 1 | linear 1 - x | cosine (1 + cos(pi x)) / 2,  x = (step - w) / (T - w)
 *
 * From step w on this is the schedule of the same name in transformers; the warm-up differs by starting above zero, so
 * that no update is wasted and a run of one step trains. At T and beyond, linear and cosine are 0.
 */
export function scheduleFactor(
	schedule: ScheduleOptions,
	step: number,
	totalSteps: number,
): number {
	const warmup = warmupSteps(schedule, totalSteps);
	if (step < warmup) return (step + 1) / (warmup + 1);
	const left = Math.max(1, totalSteps - warmup);
	return decays[schedule.kind](Math.min(1, (step - warmup) / left));
}
