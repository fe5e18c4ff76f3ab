/** How the learning rate changes over a run. */
export interface Schedule {
	readonly kind: ScheduleKind;
	/** Share of all steps, in [0, 1], over which the rate rises to its full value. */
	readonly warmup: number;
}

export type ScheduleKind = "constant" | "linear" | "cosine";

/** From the share of the run after warm-up that is past, in [0, 1], to a factor of the learning rate. */
const decays: Readonly<Record<ScheduleKind, (past: number) => number>> = {
	constant: () => 1,
	linear: (past) => 1 - past,
	cosine: (past) => 0.5 * (1 + Math.cos(Math.PI * past)),
};

/** Steps of warm-up among `totalSteps`: the share, rounded up. */
export function warmupSteps(schedule: Schedule, totalSteps: number): number {
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
	schedule: Schedule,
	step: number,
	totalSteps: number,
): number {
	const warmup = warmupSteps(schedule, totalSteps);
	if (step < warmup) return (step + 1) / (warmup + 1);
	const left = Math.max(1, totalSteps - warmup);
	return decays[schedule.kind](Math.min(1, (step - warmup) / left));
}
