import type { Estimate } from "../../../stats/estimate.ts";
import type { ArmResult, Axis } from "../pilot-result.ts";

/** The estimate, oriented so that higher is better. */
export function upright(
	value: Estimate,
	{ better }: Pick<Axis, "better">,
): Estimate {
	if (better === "higher") return value;
	return { value: 0 - value.value, low: 0 - value.high, high: 0 - value.low };
}

/** The gain of an arm on an axis, oriented so that higher is better; null if it was not measured. */
export function uprightGain(
	{ gains }: Pick<ArmResult, "gains">,
	axis: Axis,
): Estimate | null {
	const gain = gains[axis.name] ?? null;
	return gain && upright(gain, axis);
}
