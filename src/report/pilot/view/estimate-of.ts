import type { Estimate } from "../../../stats/estimate.ts";
import { upright } from "../../../studies/measures/upright.ts";
import type {
	ArmResult,
	Axis,
	PilotResult,
	Values,
} from "../../../studies/pilot/pilot-result.ts";

/** The value on an axis; null if it was not measured or is not finite. */
export function estimateOf(values: Values, axis: Axis): Estimate | null {
	if (!Object.hasOwn(values, axis.name)) return null;
	const value = values[axis.name] ?? null;
	const finite =
		value !== null &&
		[value.value, value.low, value.high].every(Number.isFinite);
	return finite ? value : null;
}

/** The arm's change from the base, oriented so that higher is better. */
export function gainOf(arm: ArmResult, axis: Axis): Estimate | null {
	const change = estimateOf(arm.gains, axis);
	return change === null ? null : upright(change, axis);
}

/** The axes of the plane: the first target, and the first that measures the distance from the base. */
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

/** The recommended arm; null if there is none. */
export function recommendedArm(result: PilotResult): ArmResult | null {
	return result.arms.find(({ name }) => name === result.recommended) ?? null;
}

/** The arms that have a gain on the target, the largest first. */
export function armsByGain({
	result,
	target,
}: Pick<PlaneAxes, "target"> & { readonly result: PilotResult }) {
	if (target === null) return [];
	return result.arms
		.flatMap((arm) => {
			const gain = gainOf(arm, target);
			return gain === null ? [] : [{ arm, gain }];
		})
		.sort((a, b) => b.gain.value - a.gain.value);
}
