import type { PairedDifference } from "../../stats/paired/paired-difference.ts";
import { questionsToTell } from "../../stats/paired/questions-to-tell.ts";
import type { Axis } from "../measures/axis.ts";
import type { Verdict } from "./verdict.ts";

export interface GateRule {
	/** The least gain in a target, in its own unit. */
	readonly margin: number;
	/** What may be lost of what must stay, in the axis's own unit, beyond its noise floor. */
	readonly tolerance: number;
	/** Tolerances of single axes by name, instead of the default one. */
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

/** An axis and the difference between a run and the base on it. */
export interface Measured {
	readonly axis: Axis;
	/** With its two-sided 95% interval, as evaluations show it. */
	readonly difference: PairedDifference | null;
	/** The same difference with one-sided bounds at the rule's level, which decide. */
	readonly bounds: PairedDifference | null;
}

/** A condition with all that its sentence tells. */
export interface Condition extends PlainCondition {
	readonly role: "target" | "retention";
	readonly better: Axis["better"];
	readonly unit: string;
	readonly questions: number;
}

type PlainCondition = Verdict["conditions"][number];

export interface GateVerdict extends Verdict {
	readonly conditions: readonly Condition[];
}

/** A difference turned so that more is better. */
function upright(
	difference: PairedDifference,
	better: Axis["better"],
): PairedDifference {
	if (better === "higher") return difference;
	const { value, low, high } = difference;
	return { ...difference, value: -value, low: -high, high: -low };
}

function condition(
	{ axis, difference, bounds }: Measured,
	rule: GateRule,
): Condition[] {
	const { name, role, noise, better, unit } = axis;
	if (role !== "target" && role !== "retention") return [];
	const tolerance = rule.tolerances[name] ?? rule.tolerance;
	const least = role === "target" ? rule.margin : -(tolerance + noise);
	const gain = bounds && upright(bounds, better);
	const interval = difference && {
		value: difference.value,
		low: difference.low,
		high: difference.high,
	};
	return [
		{
			...{ axis: name, role, better, unit },
			holds: gain !== null && gain.low > least,
			value: interval,
			decisive: bounds && (better === "higher" ? bounds.low : bounds.high),
			bound: better === "higher" || least === 0 ? least : -least,
			questions: bounds?.questions ?? 0,
			wouldTell: gain && questionsToTell(gain, least),
		},
	];
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
