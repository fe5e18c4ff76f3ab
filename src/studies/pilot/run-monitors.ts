import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";

/** The monitors of a run's steps that a result keeps, in the order in which they are shown. */
export const monitorNames = [
	"gradNorm",
	"entropy",
	"meanP",
	"shareBelow01",
	"shareAbove09",
	"effectiveShare",
	"a",
	"deltaPerToken",
	"mTheta",
	"pairAccuracy",
	"pairMargin",
	"chosenDelta",
] as const;

/**
 * Named as in `Monitors` and `PairMonitors` of a step; `effectiveShare` is the effective tokens divided by the supervised
 * ones, `a` is its mean.
 */
export type MonitorName = (typeof monitorNames)[number];

const value = z.number().nullable();

/** The JSON of a point. */
export const monitorPointSchema = z.strictObject({
	step: z.int().min(0),
	...(Object.fromEntries(monitorNames.map((name) => [name, value])) as Record<
		MonitorName,
		typeof value
	>),
});

/**
 * Means over the steps after the previous point, up to and including this one, to five digits; null if the objective does
 * not define a monitor.
 */
export type MonitorPoint = ReadOnly<z.infer<typeof monitorPointSchema>>;
