import type { Estimate } from "../../../stats/estimate.ts";
import type { ArmResult, Axis } from "../pilot-result.ts";

/** The way up in which more is better. */
export function upright(
	value: Estimate,
	{ better }: Pick<Axis, "better">,
): Estimate {
	if (better === "higher") return value;
	return { value: 0 - value.value, low: 0 - value.high, high: 0 - value.low };
}

/** By how much an arm is better than the base on an axis; null where that was not measured. */
export function uprightGain(
	{ gains }: Pick<ArmResult, "gains">,
	axis: Axis,
): Estimate | null {
	const gain = gains[axis.name] ?? null;
	return gain && upright(gain, axis);
}
