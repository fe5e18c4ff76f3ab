import type { Estimate } from "../../stats/estimate.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import type { Unit } from "../../stats/unit.ts";
import { within } from "../../stats/within.ts";
import type { Knowledge } from "../probe/probe-result.ts";
import { changeOf, type ItemChange, type Substance } from "./change-of.ts";
import { type Change, changes } from "./diagnosis.ts";
import type { KnowledgeOf } from "./knowledge-of.ts";
import type { AskedPair, TaskPair } from "./pair-tasks.ts";
import { substanceOf } from "./substance.ts";

/** An asking with what the base knew of its question and what happened to it. */
export interface ChangedItem extends ItemChange, Substance {
	/** Unique over tasks. */
	readonly question: string;
	readonly pair: AskedPair;
	readonly knowledge: Knowledge;
}

export type ChangeShares = Readonly<Record<Change, Estimate>>;

/** The change of every asking of a task; empty if its answers are not right or wrong. */
export function changesIn(
	task: TaskPair,
	knowledge: KnowledgeOf,
): ChangedItem[] {
	if (!task.countable) return [];
	const before = substanceOf(task.base);
	const after = substanceOf(task.tuned);
	return task.items.map((pair) => {
		const known = knowledge.get(pair.question) ?? "unsure";
		const was = before.get(pair.id) ?? false;
		const is = after.get(pair.id) ?? false;
		return {
			question: `${task.name} ${pair.question}`,
			...{ pair, knowledge: known, was, is },
			...changeOf(pair, known, { was, is }),
		};
	});
}

/**
 * Shares of questions that changed in each way, less what guessing explains, with 95% intervals over questions. A question
 * counts once, with the mean over its askings. Null without questions.
 */
export function sharesOf(items: readonly ChangedItem[]): ChangeShares | null {
	const shares = changes.map((change) => {
		const share = shareOf(items, (item) => creditOf(item, change));
		return share === null ? null : ([change, share] as const);
	});
	if (shares.includes(null)) return null;
	const all = shares as readonly (readonly [Change, Estimate])[];
	return Object.fromEntries(all) as ChangeShares;
}

/** What an asking adds to the share of a change; the credits of all changes add up to 1. */
export function creditOf({ change, luck }: ItemChange, wanted: Change): number {
	const own = Number(change === wanted);
	if (wanted !== "unchanged") return own - (luck[wanted] ?? 0);
	return own + Object.values(luck).reduce((sum, part) => sum + part, 0);
}

/** The mean over questions of a quantity of their askings, as a share from 0 to 1; null without questions. */
export function shareOf<T extends { readonly question: string }>(
	items: readonly T[],
	credit: (item: T) => number,
): Estimate | null {
	const units = new Map<string, Unit>();
	for (const item of items) {
		const { sum, weight } = units.get(item.question) ?? { sum: 0, weight: 0 };
		units.set(item.question, { sum: sum + credit(item), weight: weight + 1 });
	}
	const perQuestion = new Map(
		[...units].map(
			([question, { sum, weight }]) =>
				[question, { sum: sum / weight, weight: 1 }] as const,
		),
	);
	const found = meanOverRuns([perQuestion], "score");
	if (found === null) return null;
	const value = Math.max(0, Math.min(1, found.value));
	const { low, high } = within(0, found, 1);
	return { value, low: Math.min(low, 1), high: Math.max(high, 0) };
}
