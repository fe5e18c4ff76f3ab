import type { Scale, Unit, Units } from "../../stats/unit.ts";
import type { ItemResult, TaskResult } from "../eval-result.ts";
import { type ScorerFacts, scorerFacts } from "./scorer-facts.ts";

type Metric = TaskResult["metric"];

export interface ScoredItem extends ItemResult {
	readonly score: number;
}

/** Items that have a score, by question, in the order of their first items. */
export function byQuestion(
	items: readonly ItemResult[],
): Map<string, ScoredItem[]> {
	const groups = new Map<string, ScoredItem[]>();
	for (const item of items) {
		const { question, score } = item;
		if (score === null) continue;
		const group = groups.get(question);
		if (group) group.push({ ...item, score });
		else groups.set(question, [{ ...item, score }]);
	}
	return groups;
}

/** In an accuracy every question counts alike; in a mean, by the weights of its items. */
export function unitOf(items: readonly ScoredItem[], metric: Metric): Unit {
	const sum = items.reduce((all, { score, weight }) => all + score * weight, 0);
	const weight = items.reduce((all, one) => all + one.weight, 0);
	return metric === "accuracy"
		? { sum: sum / weight, weight: 1 }
		: { sum, weight };
}

/** Scored items as units, by question. */
export function unitsOf(items: readonly ItemResult[], metric: Metric): Units {
	return new Map(
		[...byQuestion(items)].map(
			([question, group]) => [question, unitOf(group, metric)] as const,
		),
	);
}

/** What the scores of a task may be. */
export function scaleOfTask({
	metric,
	scorer,
}: Pick<TaskResult, "metric" | "scorer">): Scale {
	if (metric === "accuracy") return "share";
	const facts: Readonly<Record<string, ScorerFacts>> = scorerFacts;
	return facts[scorer]?.scale ?? "score";
}
