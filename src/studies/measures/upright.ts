import type { TaskResult } from "../../eval/eval-result.ts";
import type { Estimate } from "../../stats/estimate.ts";
import type { Axis, Values } from "./axis.ts";

/** The estimate, oriented so that higher is better. */
export function upright(
	value: Estimate,
	{ better }: Pick<Axis, "better">,
): Estimate {
	if (better === "higher") return value;
	return { value: 0 - value.value, low: 0 - value.high, high: 0 - value.low };
}

/** The gain on an axis, oriented so that higher is better; null if it was not measured. */
export function uprightGain(
	{ gains }: { readonly gains: Values },
	axis: Axis,
): Estimate | null {
	const gain = gains[axis.name] ?? null;
	return gain && upright(gain, axis);
}

/** The score on a task, oriented so that higher is better; null if nothing was scored. */
export function uprightScore({ value, better }: TaskResult): number | null {
	return value && upright(value, { better }).value;
}
