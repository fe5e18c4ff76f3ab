import type { TaskResult } from "../../eval/eval-result.ts";
import { byQuestion, type ScoredItem } from "../../eval/task/question-units.ts";
import type { OptionMeasure } from "../options/option-probabilities.ts";
import { askingsOf } from "../probe/analysis/askings.ts";
import { defaultJudgeSettings } from "../probe/analysis/judge-settings.ts";
import { aboveChance } from "../probe/analysis/knowledge.ts";
import {
	foldsOf,
	meanProbabilities,
	temperaturesOf,
} from "../probe/analysis/temperature.ts";
import type {
	Knowledge,
	ProbeItem,
	ProbeMethod,
} from "../probe/probe-result.ts";
import { measureOf, rowOf } from "./option-distribution.ts";
import type { TaskPair } from "./pair-tasks.ts";
import { substanceOf } from "./substance.ts";

/** What the base knew of each question of a task. */
export type KnowledgeOf = ReadonlyMap<string, Knowledge>;

/** How firmly the base holds the right answer in one asking, corrected for guessing: 0 for a guess, 1 for certainty. */
interface Sighting {
	readonly row: string;
	readonly question: string;
	readonly held: number;
}

/**
 * What the base knew of the questions of all tasks, a map for each task. A probe's judgement is taken where there is one.
 * Otherwise the levels of the probe are applied to how firmly the base holds the right answer, with examples in the prompt or
 * without, whichever is firmer, and as a mean over the better half of the askings: what a model knows in most wordings is
 * known, though it fails in others. Rows with the same value in the column that groups wordings ask the same question in all
 * tasks, and so does a row in several tasks.
 */
export function knowledgeOfTasks(
	tasks: readonly TaskPair[],
	probe: readonly ProbeItem[],
): KnowledgeOf[] {
	const asked = new Map<string, number[]>();
	const shown = new Map<string, number[]>();
	for (const { base, baseFewShot } of tasks) {
		addSightings(asked, base);
		if (baseFewShot !== null) addSightings(shown, baseFewShot);
	}
	const probed = new Map(probe.map((item) => [item.question, item]));
	return tasks.map(({ base, items }) => {
		const questions = byQuestion(items.map((item) => item.base));
		return new Map(
			[...questions].map(([question, own]) => {
				const keys = own.map((item) => keyOf(base, item));
				const views = keys.flatMap((key) => [asked.get(key), shown.get(key)]);
				return [question, probedIn(own, probed) ?? judge(views)] as const;
			}),
		);
	});
}

function judge(views: readonly (readonly number[] | undefined)[]): Knowledge {
	const { knownFrom, unknownTo } = defaultJudgeSettings;
	const means = views.flatMap((held) => {
		if (held === undefined) return [];
		const better = held
			.toSorted((a, b) => b - a)
			.slice(0, Math.ceil(held.length / 2));
		return better.reduce((sum, x) => sum + x, 0) / better.length;
	});
	const most = Math.max(...means);
	if (most >= knownFrom) return "known";
	return most <= unknownTo ? "unknown" : "unsure";
}

/** A probe's item is the question's if one of its wordings has the same text, and the options are the same. */
function probedIn(
	items: readonly ScoredItem[],
	probed: ReadonlyMap<string, ProbeItem>,
): Knowledge | null {
	for (const { prompt, options } of items) {
		const found = askedIn(prompt, probed);
		const alike =
			options === undefined ||
			(options.gold === found?.gold &&
				options.scores.length === found.options.length);
		if (found !== undefined && alike) return found.knowledge;
	}
	return null;
}

/** The options are listed below a question that is answered by letter, which may have several lines itself. */
function askedIn(
	prompt: string,
	probed: ReadonlyMap<string, ProbeItem>,
): ProbeItem | undefined {
	const lines = prompt.split("\n");
	for (let count = lines.length; count > 0; count--) {
		const question = lines.slice(0, count).join("\n").trimEnd();
		const found = probed.get(question);
		if (found !== undefined) return found;
	}
	return undefined;
}

function addSightings(to: Map<string, number[]>, task: TaskResult): void {
	for (const sighting of sightingsIn(task)) {
		const key = keyOf(task, sighting);
		to.set(key, [...(to.get(key) ?? []), sighting.held]);
	}
}

function sightingsIn(task: TaskResult): Sighting[] {
	const withOptions = task.items.filter(({ options }) => options !== undefined);
	if (withOptions.length > 0)
		return heldOptions({ ...task, items: withOptions });
	const right = substanceOf(task);
	return task.items.flatMap((item) => {
		const is = right.get(item.id);
		if (is === undefined) return [];
		const held = Math.max(0, Number(is));
		return [{ row: rowOf(item), question: item.question, held }];
	});
}

const methods: Readonly<Record<OptionMeasure, ProbeMethod>> = {
	sum: "raw",
	tokens: "tokens",
	unconditional: "unconditional",
};

/** Probabilities of right options with a temperature that is fitted on the other folds of questions. */
function heldOptions(task: TaskResult): Sighting[] {
	const { folds, seed } = defaultJudgeSettings;
	const rows = [...askingsOf([task], methods[measureOf(task)]).values()];
	const foldOf = foldsOf(
		rows.map(({ question }) => question),
		folds,
		seed,
	);
	const temperatures = temperaturesOf(rows, foldOf, folds);
	return rows.flatMap(({ id: row, question, gold, askings }) =>
		askings.map((asking) => {
			const temperature = temperatures[foldOf.get(question) as number];
			const all = meanProbabilities({ askings: [asking] }, temperature ?? 1);
			const held = aboveChance(all[gold] as number, all.length);
			return { row, question, held };
		}),
	);
}

/** Grouped questions are the same in all tasks; others are rows of one file. */
function keyOf(
	{ inputs, name }: TaskResult,
	item: Pick<ScoredItem, "question"> &
		(Pick<ScoredItem, "wording"> | { readonly row: string }),
): string {
	const { question } = item;
	const row = "row" in item ? item.row : rowOf(item);
	return question !== row
		? `group ${question}`
		: `row ${inputs[0]?.sha256 ?? name} ${question}`;
}
