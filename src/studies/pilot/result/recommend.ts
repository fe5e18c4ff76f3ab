import { uprightGain } from "../../measures/upright.ts";
import type { ArmResult, Axis } from "../pilot-result.ts";

/** The axes that decide. */
export interface Deciding {
	readonly target: Axis;
	/** What says how far a model moved; null if nothing does. */
	readonly deviation: Axis | null;
	/** What must stay. */
	readonly kept: readonly Axis[];
}

/** What may be lost of what must stay, in an axis's own unit, beyond its noise floor. */
export interface Tolerances {
	readonly tolerance: number;
	readonly tolerances: Readonly<Record<string, number>>;
}

/** Whether nothing that must stay has, as measured, fallen by more than its tolerance. What was not measured has not held. */
export function holds(
	arm: Pick<ArmResult, "gains">,
	kept: readonly Axis[],
	{ tolerance, tolerances }: Tolerances,
): boolean {
	return kept.every((axis) => {
		const gain = uprightGain(arm, axis);
		const least = -((tolerances[axis.name] ?? tolerance) + axis.noise);
		return gain !== null && gain.value >= least;
	});
}

/**
 * The arm to go on with: of those on the front, of which nothing that must stay has fallen beyond its tolerance, the one
 * whose gain has the highest lower bound, if that is above 0. A tie goes to the one that moved less. Null if no arm
 * is better than the base.
 */
export function recommend(
	arms: readonly ArmResult[],
	{ target, deviation, kept }: Deciding,
	tolerances: Tolerances,
): ArmResult | null {
	const low = (arm: ArmResult) => uprightGain(arm, target)?.low ?? -Infinity;
	const moved = (arm: ArmResult) =>
		(deviation && arm.values[deviation.name]?.value) ?? Infinity;
	const fitting = arms.filter(
		(arm) => arm.onFront && low(arm) > 0 && holds(arm, kept, tolerances),
	);
	const [best = null] = fitting.toSorted(
		(a, b) => low(b) - low(a) || (moved(a) < moved(b) ? -1 : 1),
	);
	return best;
}
