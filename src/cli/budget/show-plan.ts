import type { Language } from "../../report/page/language/language.ts";
import type {
	BudgetPlan,
	PlanStage,
} from "../../studies/budget/plan/budget-plan.ts";
import type { RuleId } from "../../studies/budget/plan/rules.ts";
import { renderTable } from "../terminal/table.ts";
import { wrap } from "../terminal/wrap.ts";
import { noteSentences, payBackSentences } from "./note-sentences.ts";
import { conditionOf, measureOf, ruleSentence } from "./plan-sentences.ts";
import { marksOf } from "./rule-marks.ts";
import {
	amountText,
	intervalText,
	percentText,
	rowsText,
} from "./texts/amount-text.ts";
import { planTexts } from "./texts/plan-texts.ts";

const dash = "–";

/** Text of a plan in a language: what is shown and how. */
interface PlanView {
	readonly plan: BudgetPlan;
	readonly language: Language;
	readonly columns: number;
}

function headline({ plan, language }: PlanView): string {
	const texts = planTexts[language];
	const { buy, regime, prices, stages, inHand } = plan;
	const demonstrations = rowsText(language, buy.demonstrations);
	const pairs = rowsText(language, buy.pairs);
	if (prices.demonstration === null) return texts.onlyPairs(pairs);
	const trainsPairs = stages.some(({ train }) => train.pairs > 0);
	if (trainsPairs && inHand.pairs > 0 && buy.pairs === 0)
		return texts.enoughPairs(demonstrations);
	if (buy.demonstrations === 0) return texts.enoughDemonstrations(pairs);
	return texts.headline[trainsPairs ? regime : "demonstrations"]({
		demonstrations,
		pairs,
	});
}

/** What there is at the end, and the share of pairs in it. */
function totals({ plan, language }: PlanView, holdsRows: boolean): string[] {
	const texts = planTexts[language];
	const { demonstrations, pairs } = plan.total;
	const rows = (count: number) => rowsText(language, count);
	const share = percentText(language, pairs / (demonstrations + pairs));
	if (holdsRows)
		return [
			pairs === 0
				? texts.totalAlone(rows(demonstrations))
				: texts.total({
						demonstrations: rows(demonstrations),
						pairs: rows(pairs),
						share,
					}),
		];
	return pairs > 0 && demonstrations > 0 ? [texts.share(share)] : [];
}

function facts(view: PlanView): string[] {
	const { plan, language } = view;
	const texts = planTexts[language];
	const { inHand, prices, unit, unspent, budget } = plan;
	const price = (kind: keyof typeof prices) => {
		const range = prices[kind];
		return range && intervalText(language, range, unit);
	};
	const rows = (count: number) => rowsText(language, count);
	const holdsRows = inHand.demonstrations + inHand.pairs > 0;
	return [
		...(unit === "examples"
			? []
			: [texts.prices(price("demonstration"), price("pair"))]),
		...(holdsRows
			? [texts.inHand(rows(inHand.demonstrations), rows(inHand.pairs))]
			: []),
		"",
		headline(view),
		...totals(view, holdsRows),
		...(unspent > 0
			? [texts.unspent(amountText(language, unspent, budget.unit))]
			: []),
	];
}

/** `1,623 [2, 8]`; a dash for nothing. */
function countText(
	view: PlanView,
	count: number,
	rules: readonly RuleId[],
): string {
	if (count === 0) return dash;
	const { plan, language } = view;
	return `${rowsText(language, count)}${marksOf(plan, rules)}`;
}

function stageRow(view: PlanView, stage: PlanStage, at: number): string[] {
	const { plan, language } = view;
	const texts = planTexts[language];
	const { buy, cost, rules, train } = stage;
	const trained = [train.demonstrations, train.pairs]
		.filter((count) => count > 0)
		.map((count) => rowsText(language, count));
	return [
		`${at + 1} ${texts.stages[stage.kind]}`,
		countText(view, buy.demonstrations, rules.demonstrations),
		countText(view, buy.pairs, rules.pairs),
		cost.high === 0 ? dash : intervalText(language, cost, plan.unit),
		trained.join(" + "),
	];
}

function stageTable(view: PlanView): string[] {
	const { plan, language, columns } = view;
	const texts = planTexts[language];
	const { stage, demonstrations, pairs, cost, train } = texts.columns;
	const titles = [
		{ title: stage },
		{ title: demonstrations, align: "right" },
		{ title: pairs, align: "right" },
		{ title: cost, align: "right" },
		{ title: train },
	] as const;
	const count = (rows: number) =>
		rows === 0 ? dash : rowsText(language, rows);
	const sum = [
		texts.sum,
		count(plan.buy.demonstrations),
		count(plan.buy.pairs),
		intervalText(language, plan.cost, plan.unit),
		"",
	];
	const rows = plan.stages.map((one, at) => stageRow(view, one, at));
	return [
		...wrap(texts.table, columns),
		...renderTable(titles, [...rows, sum], columns),
	];
}

function stageLines({ plan, language, columns }: PlanView): string[] {
	const texts = planTexts[language];
	const last = plan.stages.length - 1;
	return plan.stages.flatMap((stage, at) => [
		`${at + 1} ${texts.stages[stage.kind]}`,
		...wrap(
			`  ${texts.measure}: ${measureOf(stage, plan, language)}`,
			columns,
			4,
		),
		...wrap(
			`  ${at === last ? texts.ship : texts.next}: ${conditionOf(stage, plan, language)}`,
			columns,
			4,
		),
	]);
}

/** A heading with sentences below it; nothing without sentences. */
function section(
	title: string,
	sentences: readonly string[],
	columns: number,
): string[] {
	if (sentences.length === 0) return [];
	return ["", title, ...sentences.flatMap((text) => wrap(text, columns, 4))];
}

/** Lines of a plan for a terminal of so many columns. */
export function showPlan(
	plan: BudgetPlan,
	language: Language,
	columns: number,
): string[] {
	const view = { plan, language, columns };
	const texts = planTexts[language];
	const { value, unit } = plan.budget;
	const rules = plan.rules.map(
		(rule, at) => `[${at + 1}] ${ruleSentence(rule, language)}`,
	);
	return [
		texts.title(amountText(language, value, unit)),
		...facts(view).flatMap((line) => wrap(line, columns)),
		"",
		...stageTable(view),
		"",
		...stageLines(view),
		...section(texts.payBack, payBackSentences(plan, language), columns),
		...section(texts.notes, noteSentences(plan, language), columns),
		...section(texts.rules, rules, columns),
	];
}
