import type { Allocation } from "../allocation.ts";
import type { PlanStage, Regime } from "./budget-plan.ts";
import type { PlanQuestion } from "./plan-question.ts";
import {
	ours,
	type PlanRule,
	paper,
	type RuleId,
	ruleIds,
	ruleOf,
} from "./rules.ts";
import { examplesOf } from "./split.ts";
import type { Terms } from "./terms.ts";

/** Share of pairs from 10,000 examples on: the paper's, less a step of its grid for each reason to lean to demonstrations. */
export function pairShareOf({
	parameters,
	task,
}: Pick<PlanQuestion, "parameters" | "task">): number {
	const reasons = [isSmall(parameters), task === "knowledge"];
	const steps = reasons.filter((holds) => holds).length;
	return paper.pairShare - steps * paper.shareStep;
}

export const isSmall = (parameters: number | null): boolean =>
	parameters !== null && parameters < ours.smallModel;

/** Rules that set the split of a regime; empty parts of a split have none. */
export function splitRulesOf(
	regime: Regime,
	question: PlanQuestion,
	{ uses }: Pick<Terms, "uses">,
): RuleId[] {
	const { parameters, task, demonstration } = question;
	const bothKinds = uses.demonstration !== null && uses.pair !== null;
	if (!bothKinds) return ["one-kind", "upper-price"];
	const ids: RuleId[] = [];
	if (regime === "demonstrations") ids.push("demonstrations-alone");
	if (regime === "gap") ids.push("split");
	if (regime === "preferences") ids.push("three-in-four");
	if (regime !== "demonstrations") {
		if (isSmall(parameters)) ids.push("small-model");
		if (task === "knowledge") ids.push("knowledge");
	}
	return demonstration === null ? ids : [...ids, "upper-price"];
}

interface RuleParts {
	readonly question: PlanQuestion;
	readonly terms: Terms;
	readonly regime: Regime;
	readonly total: Allocation;
	readonly stages: readonly PlanStage[];
	readonly pairShare: number;
}

const spendsRest = ({ condition }: PlanStage): boolean =>
	condition.kind === "pairs-help" && condition.demonstrations !== null;

/** Rules that hold for the plan as a whole. */
function generalRules(parts: RuleParts): RuleId[] {
	const { question, terms, regime, total, stages } = parts;
	const examples = examplesOf(total);
	const { uses, costs } = terms;
	const trainsPairs = stages.some(({ train }) => train.pairs > 0);
	const prices = [costs.demonstration, costs.pair];
	const [a, b] = prices;
	const unequal =
		a != null && b != null && (a.low !== b.low || a.high !== b.high);
	const oneKind = uses.demonstration === null || uses.pair === null;
	const rules: [RuleId, boolean][] = [
		["gap", regime === "gap" && !oneKind],
		["below-range", examples < paper.smallest],
		["beyond-range", examples > paper.largest],
		["demonstrations-first", trainsPairs && !question.instruct],
		["instruct", trainsPairs && question.instruct],
		["prices", trainsPairs && unequal && !oneKind],
		["seeds", true],
		["in-hand", examplesOf(question.inHand) > 0],
		["made-pairs", terms.madePair !== null],
		["rest", stages.some(spendsRest)],
		["wage", terms.converted],
		["gate", true],
		["break-even", question.value !== null],
	];
	return rules.flatMap(([id, holds]) => (holds ? [id] : []));
}

/** The numbers in the sentence of each rule. */
function valuesOf({
	pairShare,
	total,
}: RuleParts): Readonly<Partial<Record<RuleId, Record<string, number>>>> {
	const { alone, mixed, smallest, largest, first, coldStart } = paper;
	const range = { smallest, largest, examples: examplesOf(total) };
	return {
		"demonstrations-alone": { alone },
		gap: { alone, mixed },
		"three-in-four": { mixed, share: paper.pairShare },
		"demonstrations-first": { first, ...coldStart },
		split: {
			alone,
			mixed,
			demonstrations: Math.round((1 - pairShare) * mixed),
			pairs: Math.round(pairShare * mixed),
		},
		"small-model": { parameters: ours.smallModel, step: paper.shareStep },
		knowledge: { step: paper.shareStep },
		"below-range": range,
		"beyond-range": range,
		pilot: {
			share: ours.pilotShare,
			least: ours.pilotLeast,
			most: ours.pilotMost,
		},
		seeds: { seeds: ours.seeds },
	};
}

/** Every rule that the plan uses, those of the stages' numbers first, in the order of the table. */
export function rulesOf(parts: RuleParts): PlanRule[] {
	const used = new Set<RuleId>([
		...parts.stages.flatMap(({ rules }) => [
			...rules.demonstrations,
			...rules.pairs,
		]),
		...generalRules(parts),
	]);
	const values = valuesOf(parts);
	return ruleIds
		.filter((id) => used.has(id))
		.map((id) => ruleOf(id, values[id]));
}
