import { meanOverRuns } from "../../stats/over-runs.ts";
import { noiseFloor } from "../compare/noise-floor.ts";
import type { EvalResult, ItemResult, TaskResult } from "../eval-result.ts";
import { scaleOfTask, unitsOf } from "../task/question-units.ts";

/** An item of a question, answered with a seed or greedily. */
export function itemOf(
	question: string,
	score: number | null,
	parts: Partial<ItemResult> = {},
): ItemResult {
	const { seed = null, wording = question } = parts;
	return {
		...{ question, wording, seed, score },
		id: seed === null ? wording : `${wording}@${seed}`,
		...{ prompt: question, expected: "yes", tokens: 3, chance: 0, weight: 1 },
		answer: score === 1 ? "yes" : "no",
		reason: score === null ? "it failed" : null,
		details: {},
		...parts,
	};
}

/** A task with these items. */
export function taskResultOf(
	items: readonly ItemResult[],
	parts: Partial<TaskResult> = {},
): TaskResult {
	const { metric = "accuracy", scorer = "exact" } = parts;
	const units = unitsOf(items, metric);
	return {
		...{ name: "sums", version: "1", axis: "target", hash: "h", inputs: [] },
		...{ scorer, metric, unit: metric, better: "higher" },
		value: meanOverRuns([units], scaleOfTask({ metric, scorer })),
		noise: noiseFloor(items),
		...{ chance: 0, questions: units.size, items, seconds: 1 },
		failures: items.filter(({ score }) => score === null).length,
		...{ length: null, consistency: null, deviation: null },
		...parts,
	};
}

export function resultOf(
	name: string,
	...tasks: readonly TaskResult[]
): EvalResult {
	const subject = { name, model: `/${name}`, adapter: null, inputs: [] };
	const created = "2026-11-22T00:00:00.000Z";
	return { version: 1, created, temper: "0", subject, tasks, seconds: 1 };
}
