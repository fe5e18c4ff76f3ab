import { isRight } from "../../eval/compare/is-right.ts";
import type { ItemResult } from "../../eval/eval-result.ts";
import { byQuestion, type ScoredItem } from "../../eval/task/question-units.ts";
import type { OptionMeasure } from "../options/option-probabilities.ts";
import type { Knowledge, ProbeItem } from "../probe/probe-result.ts";
import { distributionOf, measureOf, rowOf } from "./option-distribution.ts";
import type { TaskPair } from "./pair-tasks.ts";
import { frameOf, isRightInSubstance } from "./substance.ts";
import { thresholds } from "./thresholds.ts";

/** What the base knew of each question of a task. */
export type KnowledgeOf = ReadonlyMap<string, Knowledge>;

/** What a view shows of a question: the mean probability of its right answer, and what a guess would have. */
interface Sighting {
	readonly right: number;
	readonly chance: number;
}

/**
 * What the base knew of the questions of all tasks, a map for each task. A probe's judgement is taken where there is one.
 * Otherwise a question is known if its right answer has, as a mean over all askings with examples in the prompt or as a mean
 * over all askings without, at least the level of `known`; it is unknown if it has no more than chance in both. Rows with the
 * same value in the column that groups wordings ask the same question in all tasks.
 */
export function knowledgeOfTasks(
	tasks: readonly TaskPair[],
	probe: readonly ProbeItem[],
): KnowledgeOf[] {
	const asked = new Map<string, Sighting[]>();
	const shown = new Map<string, Sighting[]>();
	for (const task of tasks) {
		addSightings(asked, task, task.base.items);
		addSightings(shown, task, task.baseFewShot?.items ?? []);
	}
	const probed = new Map(probe.map((item) => [item.id, item]));
	return tasks.map((task) => {
		const questions = byQuestion(task.items.map(({ base }) => base));
		return new Map(
			[...questions].map(([question, items]) => {
				const key = keyOf(task, items[0] as ScoredItem);
				const views = [asked.get(key), shown.get(key)];
				return [question, probedIn(items, probed) ?? judge(views)] as const;
			}),
		);
	});
}

function judge(views: readonly (readonly Sighting[] | undefined)[]): Knowledge {
	const means = views.flatMap((sightings) => {
		if (sightings === undefined) return [];
		const mean = (key: keyof Sighting) =>
			sightings.reduce((sum, one) => sum + one[key], 0) / sightings.length;
		return [{ right: mean("right"), chance: mean("chance") }];
	});
	if (means.some(({ right }) => right >= thresholds.knownFrom.value))
		return "known";
	return means.every(({ right, chance }) => right <= chance)
		? "unknown"
		: "unsure";
}

/** A probe's item is the question's if it has the same row, the same options and the same text. */
function probedIn(
	items: readonly ScoredItem[],
	probed: ReadonlyMap<string, ProbeItem>,
): Knowledge | null {
	for (const item of items) {
		const found = probed.get(rowOf(item));
		if (found === undefined || !item.prompt.includes(found.question)) continue;
		const { options } = item;
		const alike =
			options === undefined ||
			(options.gold === found.gold &&
				options.scores.length === found.options.length);
		if (alike) return found.knowledge;
	}
	return null;
}

function addSightings(
	to: Map<string, Sighting[]>,
	task: TaskPair,
	items: readonly ItemResult[],
): void {
	const measure = measureOf({ items });
	const frame = frameOf(expectedIn(task));
	for (const item of items) {
		if (item.score === null) continue;
		const scored = { ...item, score: item.score };
		const key = keyOf(task, item);
		const all = to.get(key) ?? [];
		all.push(sightingOf(scored, measure, frame));
		to.set(key, all);
	}
}

function sightingOf(
	item: ScoredItem,
	measure: OptionMeasure,
	frame: Parameters<typeof isRightInSubstance>[1],
): Sighting {
	const distribution = distributionOf(item, measure);
	if (distribution === null) {
		const right = Number(isRight(item) || isRightInSubstance(item, frame));
		return { right, chance: item.chance ?? 0 };
	}
	const right = distribution[item.options?.gold as number] as number;
	return { right, chance: 1 / distribution.length };
}

/** Right answers of a task, each row's once. */
export function expectedIn({ base }: Pick<TaskPair, "base">): string[] {
	const rows = new Map(
		base.items.map((item) => [rowOf(item), item.expected] as const),
	);
	return [...rows.values()].filter((text) => text !== null);
}

/** Grouped questions are the same in all tasks; others are rows of one file. */
function keyOf({ base }: TaskPair, item: ItemResult): string {
	const { question } = item;
	const grouped = question !== rowOf(item);
	return grouped
		? `group ${question}`
		: `row ${base.inputs[0]?.sha256 ?? base.name} ${question}`;
}
