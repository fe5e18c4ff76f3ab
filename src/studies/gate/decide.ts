import type { PairedDifference } from "../../stats/paired-difference.ts";
import type { Axis, Verdict } from "../pilot/pilot-result.ts";

export interface GateRule {
	/** The least gain in a target, in its own unit. */
	readonly margin: number;
	/** What may be lost of what must stay, in the axis's own unit, beyond its noise floor. */
	readonly tolerance: number;
	/** Tolerances of single axes by name, in place of the usual one. */
	readonly tolerances: Readonly<Record<string, number>>;
	/** One-sided level of each condition. */
	readonly alpha: number;
}

export const usualRule: GateRule = {
	margin: 0,
	tolerance: 0.02,
	tolerances: {},
	alpha: 0.05,
};

/** The usual rule with what somebody says otherwise. */
export function ruleOf(
	said: {
		readonly [K in keyof GateRule]?: GateRule[K] | undefined;
	},
): GateRule {
	const { margin, tolerance, tolerances, alpha } = said;
	return {
		margin: margin ?? usualRule.margin,
		tolerance: tolerance ?? usualRule.tolerance,
		tolerances: tolerances ?? usualRule.tolerances,
		alpha: alpha ?? usualRule.alpha,
	};
}

/** An axis and by how much a run differs from the base on it: the run's less the base's, with bounds at the rule's level. */
export interface Measured {
	readonly axis: Axis;
	readonly gain: PairedDifference | null;
}

/** A condition with all that its sentence tells. */
export interface Condition extends PlainCondition {
	readonly role: "target" | "retention";
	readonly better: Axis["better"];
	/** Questions that were compared. */
	readonly questions: number;
}

type PlainCondition = Verdict["conditions"][number];

export interface GateVerdict extends Verdict {
	readonly conditions: readonly Condition[];
}

/** The run's worst plausible side: by how much it is better than the base at least. Above 0 where it is better for sure. */
function leastGain(
	value: Pick<PairedDifference, "low" | "high">,
	better: Axis["better"],
): number {
	return better === "higher" ? value.low : -value.high;
}

function condition({ axis, gain }: Measured, rule: GateRule): Condition[] {
	const { name, role, noise, better } = axis;
	if (role !== "target" && role !== "retention") return [];
	const tolerance = rule.tolerances[name] ?? rule.tolerance;
	const least = role === "target" ? rule.margin : -(tolerance + noise);
	const questions = gain?.questions ?? 0;
	const value = gain && { value: gain.value, low: gain.low, high: gain.high };
	const holds = value !== null && leastGain(value, better) > least;
	const bound = better === "higher" || least === 0 ? least : -least;
	return [{ holds, axis: name, role, better, value, bound, questions }];
}

/**
 * Whether a run may ship: every target is gained by more than the margin, and nothing that must stay has fallen by more
 * than its tolerance and its noise floor, each by its one-sided bound. All conditions must hold, so a run that breaks one of
 * them ships with probability `alpha` at most, however many there are (Berger 1982: intersection-union tests).
 */
export function decide(
	measured: readonly Measured[],
	rule: GateRule,
): GateVerdict {
	const targets = measured.filter(({ axis }) => axis.role === "target");
	const kept = measured.filter(({ axis }) => axis.role === "retention");
	const conditions = [...targets, ...kept].flatMap((one) =>
		condition(one, rule),
	);
	const ship = targets.length > 0 && conditions.every(({ holds }) => holds);
	return { ship, alpha: rule.alpha, conditions };
}
