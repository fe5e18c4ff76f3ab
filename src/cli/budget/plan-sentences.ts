import type { Language } from "../../report/page/language/language.ts";
import type {
	BudgetPlan,
	PlanMeasure,
	PlanStage,
} from "../../studies/budget/plan/budget-plan.ts";
import type { PlanRule } from "../../studies/budget/plan/rules.ts";
import { marksOf } from "./rule-marks.ts";
import {
	largeText,
	percentText,
	pointsText,
	rowsText,
} from "./texts/amount-text.ts";
import { planTexts } from "./texts/plan-texts.ts";
import { ruleTexts } from "./texts/rule-texts.ts";
import { stageTexts } from "./texts/stage-texts.ts";

/** How a number of a rule is written, by its name; other numbers count rows. */
const written: Readonly<
	Record<string, (language: Language, value: number) => string>
> = {
	share: percentText,
	first: percentText,
	step: (language, share) => pointsText(language, 100 * share),
	parameters: largeText,
};

/** What to measure in a stage, as a sentence. */
export function measureOf(
	{ measure, seeds }: PlanStage,
	plan: Pick<BudgetPlan, "task" | "rules">,
	language: Language,
): string {
	const texts = stageTexts[language];
	const text = (one: PlanMeasure) =>
		one === "score"
			? texts.measures.score(texts.score[plan.task ?? "other"])
			: texts.measures[one]();
	return texts.list(
		measure.map(text),
		rowsText(language, seeds),
		marksOf(plan, ["seeds"]),
	);
}

/** The condition for the next stage, as a sentence. */
export function conditionOf(
	{ condition }: Pick<PlanStage, "condition">,
	plan: Pick<BudgetPlan, "rules">,
	language: Language,
): string {
	const { conditions } = stageTexts[language];
	const gate = marksOf(plan, ["gate"]);
	if (condition.kind !== "pairs-help") return conditions[condition.kind](gate);
	const { demonstrations } = condition;
	return conditions["pairs-help"](
		gate,
		demonstrations === null ? null : rowsText(language, demonstrations),
		marksOf(plan, ["rest"]),
	);
}

/** `paper (arXiv 2502.11284, abstract): Below 1,000 examples, ...`. */
export function ruleSentence(rule: PlanRule, language: Language): string {
	const { sources, reference } = planTexts[language];
	const where =
		rule.reference === null
			? ""
			: reference(rule.reference.arxiv, rule.reference.part);
	const values = Object.fromEntries(
		Object.entries(rule.values).map(([name, value]) => [
			name,
			(written[name] ?? rowsText)(language, value),
		]),
	);
	return `${sources[rule.source](where)}: ${ruleTexts[language][rule.id](values)}`;
}
