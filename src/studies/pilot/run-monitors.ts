/** What is kept of a run's steps, in the order in which it is shown. */
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

/** As `Monitors` and `PairMonitors` of a step name them; `effectiveShare` is effective by supervised tokens, `a` its mean. */
export type MonitorName = (typeof monitorNames)[number];

/**
 * Means over the steps since the point before, up to and with this one, to five digits; null where the objective does not
 * define a monitor.
 */
export interface MonitorPoint
	extends Readonly<Record<MonitorName, number | null>> {
	readonly step: number;
}
