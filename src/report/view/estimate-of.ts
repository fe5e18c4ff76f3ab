import type { Estimate } from "../../runs/events.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
	Values,
} from "../../studies/pilot/pilot-result.ts";

/** The value of an axis; null where it was not measured or is no number. */
export function estimateOf(values: Values, axis: Axis): Estimate | null {
	if (!Object.hasOwn(values, axis.name)) return null;
	const value = values[axis.name] ?? null;
	const finite =
		value !== null &&
		[value.value, value.low, value.high].every(Number.isFinite);
	return finite ? value : null;
}

/** The same with the sign turned, so that more is better where less was. */
export function towardsBetter(axis: Axis, change: Estimate): Estimate {
	if (axis.better === "higher") return change;
	const { value, low, high } = change;
	return { value: 0 - value, low: 0 - high, high: 0 - low };
}

/** The arm's difference from the base, above zero where the arm is better. */
export function gainOf(arm: ArmResult, axis: Axis): Estimate | null {
	const change = estimateOf(arm.gains, axis);
	return change === null ? null : towardsBetter(axis, change);
}

/** What the plane is drawn of: the first axis that tuning is for and the first that tells how far the model moved. */
export interface PlaneAxes {
	readonly target: Axis | null;
	readonly distance: Axis | null;
}

export function planeAxes({ axes }: PilotResult): PlaneAxes {
	return {
		target: axes.find(({ role }) => role === "target") ?? null,
		distance: axes.find(({ role }) => role === "deviation") ?? null,
	};
}

/** The recommended arm; null where there is none. */
export function recommendedArm(result: PilotResult): ArmResult | null {
	return result.arms.find(({ name }) => name === result.recommended) ?? null;
}
