import { compareConsistency } from "../../eval/compare/consistency.ts";
import { isRight } from "../../eval/compare/is-right.ts";
import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import { byQuestion, unitOf, unitsOf } from "../../eval/task/question-units.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import type { Unit, Units } from "../../stats/unit.ts";
import type { Contrast } from "../contrast.ts";
import { contrastOf } from "../contrast-of.ts";
import {
	entropy,
	optionKl,
	rankCorrelation,
} from "../options/compare-options.ts";
import { knowledges } from "../probe/probe-result.ts";
import type { FlipMatrix, TaskDiagnosis } from "./diagnosis.ts";
import type { KnowledgeOf } from "./knowledge-of.ts";
import {
	distributionOf,
	meanOverAskings,
	measureOf,
	rowOf,
} from "./option-distribution.ts";
import type { AskedPair, TaskPair } from "./pair-tasks.ts";
import { type ChangedItem, sharesOf } from "./shares.ts";

/** The figures of one task; null if no question could be paired. */
export function diagnoseTask(
	task: TaskPair,
	knowledge: KnowledgeOf,
	changed: readonly ChangedItem[],
): TaskDiagnosis | null {
	const { name, role, items, excluded, base, tuned, baseFewShot } = task;
	const score = scoreContrast(task, items);
	if (score === null) return null;
	const groups = knowledges.flatMap((one) => {
		const own = items.filter(({ question }) => knowledge.get(question) === one);
		const contrast = scoreContrast(task, own);
		return contrast === null ? [] : [[one, contrast] as const];
	});
	return {
		...{ name, role, scorer: base.scorer, questions: score.questions },
		...{ excluded, score, baseFewShot: baseFewShot?.value ?? null },
		byKnowledge: Object.fromEntries(groups),
		flips: task.countable ? flipsOf(items) : null,
		changes: sharesOf(changed),
		...optionFigures(task),
		consistency: consistencyContrast(base, tuned),
	};
}

function scoreContrast(
	{ scale, base }: TaskPair,
	items: readonly AskedPair[],
): Contrast | null {
	const units = (side: "base" | "tuned") =>
		unitsOf(
			items.map((item) => item[side]),
			base.metric,
		);
	return contrastOf(units("base"), units("tuned"), scale);
}

/** Questions by whether most of their askings are answered right. */
function flipsOf(items: readonly AskedPair[]): FlipMatrix {
	const right = (side: "base" | "tuned") =>
		[...byQuestion(items.map((item) => item[side])).values()].map((group) =>
			isRight({ score: unitOf(group, "accuracy").sum }),
		);
	const [was, is] = [right("base"), right("tuned")];
	const count = (from: boolean, to: boolean) =>
		was.filter((one, i) => one === from && is[i] === to).length;
	return {
		rightRight: count(true, true),
		rightWrong: count(true, false),
		wrongRight: count(false, true),
		wrongWrong: count(false, false),
	};
}

type OptionFigures = Pick<
	TaskDiagnosis,
	"rankCorrelation" | "rankCorrelationAsAsked" | "optionKl" | "entropy"
>;

/** Means over questions of what the distributions over options show. */
function optionFigures(task: TaskPair): OptionFigures {
	const { items, baseFewShot } = task;
	const measure = measureOf(task.base);
	const rows = items.flatMap(({ question, base, tuned }) => {
		const before = distributionOf(base, measure);
		const after = distributionOf(tuned, measure);
		return before && after
			? [{ question, row: rowOf(base), before, after }]
			: [];
	});
	const shown = byRow(baseFewShot?.items ?? []);
	const fewShotMeasure =
		baseFewShot === null ? measure : measureOf(baseFewShot);
	const pairs = rows.flatMap(({ question, row, after }) => {
		const before = meanOverAskings(shown.get(row) ?? [], fewShotMeasure);
		return before?.length === after.length ? [{ question, before, after }] : [];
	});
	const asked = meanOf(rows, ({ before, after }) =>
		rankCorrelation(before, after),
	);
	return {
		rankCorrelation:
			baseFewShot === null
				? asked
				: meanOf(pairs, ({ before, after }) => rankCorrelation(before, after)),
		rankCorrelationAsAsked: asked,
		optionKl: meanOf(rows, ({ before, after }) => optionKl(before, after)),
		entropy: contrastOf(
			unitsBy(rows, ({ before }) => entropy(before)),
			unitsBy(rows, ({ after }) => entropy(after)),
			"open",
		),
	};
}

function byRow(items: readonly ItemResult[]): Map<string, ItemResult[]> {
	const groups = new Map<string, ItemResult[]>();
	for (const item of items)
		groups.set(rowOf(item), [...(groups.get(rowOf(item)) ?? []), item]);
	return groups;
}

function meanOf<T extends { readonly question: string }>(
	rows: readonly T[],
	value: (row: T) => number | null,
): Estimate | null {
	return meanOverRuns([unitsBy(rows, value)], "open");
}

/** The mean of a quantity over the askings of each question that have it. */
function unitsBy<T extends { readonly question: string }>(
	rows: readonly T[],
	value: (row: T) => number | null,
): Units {
	const sums = new Map<string, Unit>();
	for (const row of rows) {
		const found = value(row);
		if (found === null) continue;
		const { sum, weight } = sums.get(row.question) ?? { sum: 0, weight: 0 };
		sums.set(row.question, { sum: sum + found, weight: weight + 1 });
	}
	return new Map(
		[...sums].map(
			([question, { sum, weight }]) =>
				[question, { sum: sum / weight, weight: 1 }] as const,
		),
	);
}

function consistencyContrast(
	base: TaskResult,
	tuned: TaskResult,
): Contrast | null {
	const found = compareConsistency(base, tuned);
	if (found === null) return null;
	const { questions, difference } = found;
	return { questions, base: found.base, tuned: found.tuned, difference };
}
