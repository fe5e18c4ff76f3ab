import { bootstrap } from "../stats/bootstrap.ts";
import type { Estimate } from "../stats/estimate.ts";
import { wilson } from "../stats/share.ts";
import type { Unit } from "../stats/unit.ts";
import type { ItemResult, TaskResult } from "./eval-result.ts";

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

/** The ratio of sums over these units. */
export function ratioOf(units: readonly Unit[], picked: Int32Array): number {
	let sum = 0;
	let weight = 0;
	for (const at of picked) {
		const unit = units[at] as Unit;
		sum += unit.sum;
		weight += unit.weight;
	}
	return sum / weight;
}

/** An accuracy with Wilson's interval, or a mean with that of the bootstrap; null without units. */
export function estimateOf(
	units: readonly Unit[],
	metric: Metric,
): Estimate | null {
	if (units.length === 0) return null;
	if (metric === "mean")
		return bootstrap(units.length, (picked) => ratioOf(units, picked));
	const sum = units.reduce((all, unit) => all + unit.sum, 0);
	return wilson(sum, units.length);
}
