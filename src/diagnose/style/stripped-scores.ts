import { scoredInAll } from "../../eval/compare/task-difference.ts";
import type { ItemResult, TaskResult } from "../../eval/eval-result.ts";
import { scaleOfTask, unitsOf } from "../../eval/task/question-units.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import { pairedDifference } from "../../stats/paired/paired-difference.ts";
import type { Scale, Units } from "../../stats/unit.ts";
import type { Contrast } from "../contrast.ts";
import type { StyleDiagnosis } from "./style-result.ts";
import { hasSubstance, substanceScores } from "./substance.ts";

/**
 * Tasks with generated answers that both results have: the score as written beside that of the substance, over the items
 * that have both in both. Tasks without such items are left out. Nothing is generated again.
 */
export function strippedScores(
	base: readonly TaskResult[],
	tuned: readonly TaskResult[],
): StyleDiagnosis["scores"] {
	return tuned.flatMap((after) => {
		const before = base.find(({ name }) => name === after.name);
		const score = before === undefined ? null : strippedScore(before, after);
		return score === null ? [] : [score];
	});
}

function strippedScore(
	before: TaskResult,
	after: TaskResult,
): StyleDiagnosis["scores"][number] | null {
	if (!hasSubstance(after)) return null;
	const stripped = scoredInAll([strip(before), strip(after)]);
	const [was = [], is = []] = stripped;
	if (was.length === 0) return null;
	const written = [before, after].map(({ items }) => pick(items, was));
	const [wrote = [], writes = []] = written;
	const scale = scaleOfTask(after);
	const units = (items: readonly ItemResult[]) => unitsOf(items, after.metric);
	const shares = (items: readonly ItemResult[]) => unitsOf(items, "accuracy");
	const asWritten = contrast(units(wrote), units(writes), scale);
	const substance = contrast(shares(was), shares(is), "share");
	return {
		task: after.name,
		asWritten,
		stripped: substance,
		onlyForm:
			rose(asWritten) &&
			!rose(substance) &&
			rose(contrast(less(wrote, was), less(writes, is), "open")),
	};
}

/** The items that have a score as written, with the score of their substance in its place. */
function strip(task: TaskResult): { readonly items: ItemResult[] } {
	const scores = substanceScores(task);
	const items = task.items
		.filter(({ score }) => score !== null)
		.map((item) => ({ ...item, score: scores.get(item.id) ?? null }));
	return { items };
}

function pick(
	items: readonly ItemResult[],
	like: readonly ItemResult[],
): ItemResult[] {
	const ids = new Set(like.map(({ id }) => id));
	return items.filter(({ id }) => ids.has(id));
}

/** What the form adds to the score of each question. */
function less(
	written: readonly ItemResult[],
	substance: readonly ItemResult[],
): Units {
	const scores = new Map(substance.map(({ id, score }) => [id, score ?? 0]));
	const items = written.map((item) => ({
		...item,
		score: (item.score ?? 0) - (scores.get(item.id) ?? 0),
	}));
	return unitsOf(items, "accuracy");
}

/** Tuned less base, paired by question. */
export function contrast(base: Units, tuned: Units, scale: Scale): Contrast {
	const difference = pairedDifference(base, [tuned], scale);
	return {
		questions: difference?.questions ?? 0,
		base: meanOverRuns([base], scale),
		tuned: meanOverRuns([tuned], scale),
		difference:
			difference === null || !Number.isFinite(difference.low)
				? null
				: {
						value: difference.value,
						low: difference.low,
						high: difference.high,
					},
	};
}

function rose({ difference }: Contrast): boolean {
	return difference !== null && difference.low > 0;
}
