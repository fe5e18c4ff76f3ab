import { meanOverRuns } from "../../stats/over-runs.ts";
import {
	type PairedDifference,
	pairedDifference,
} from "../../stats/paired/paired-difference.ts";
import { wilson } from "../../stats/share.ts";
import type { Unit, Units } from "../../stats/unit.ts";
import type {
	Consistency,
	ConsistencyComparison,
	ItemResult,
	TaskResult,
} from "../eval-result.ts";
import { byQuestion, type ScoredItem } from "../task/question-units.ts";
import { type ScorerFacts, scorerFacts } from "../task/scorer-facts.ts";
import { isRight } from "./is-right.ts";
import { scoredInAll } from "./task-difference.ts";

type Answered = Pick<TaskResult, "items" | "scorer">;

/** Null for a scorer whose scores are not of single answers, and for one that is not known. */
function essenceOf(scorer: string): ScorerFacts["essence"] | null {
	const facts: Readonly<Record<string, ScorerFacts>> = scorerFacts;
	const own = facts[scorer];
	return own?.countable ? own.essence : null;
}

/** Scored items of questions that have several. */
function repeated(items: readonly ItemResult[]): Map<string, ScoredItem[]> {
	const groups = [...byQuestion(items)];
	return new Map(groups.filter(([, { length }]) => length > 1));
}

/** The place in the row of an option that was chosen by its letter: letters change with the order of the options. */
function optionOf({ answer, options }: ItemResult): string | null {
	if (options === undefined || !/^[A-Z]$/.test(answer ?? "")) return null;
	const place = options.listed[letters.indexOf(answer as string)];
	return place === undefined ? null : `option ${place}`;
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** One answer to a question that was asked several times. */
export interface RepeatedAnswer {
	readonly seed: number | null;
	/** Two answers agree if they have the same essence. */
	readonly essence: string;
}

/** The scored answers to each question that has several; empty if every question was asked once or has no answers. */
export function repeatedAnswers({
	items,
	scorer,
}: Answered): Map<string, readonly RepeatedAnswer[]> {
	const essence = essenceOf(scorer);
	if (essence === null) return new Map();
	const answers = (group: readonly ScoredItem[]) =>
		group.map((item) => ({
			seed: item.seed,
			essence: optionOf(item) ?? essence(item.final ?? item.answer ?? ""),
		}));
	return new Map(
		[...repeated(items)].map(([name, group]) => [name, answers(group)]),
	);
}

/** How far answers to one question agree, by question; empty if every question was asked once or has no answers. */
export function agreementUnits(result: Answered): Units {
	const unit = (answers: readonly RepeatedAnswer[]): Unit => ({
		sum: agreement(answers),
		weight: 1,
	});
	return new Map(
		[...repeatedAnswers(result)].map(
			([name, answers]) => [name, unit(answers)] as const,
		),
	);
}

/** Compares answers to the same question; null if every question was asked once, or scores are not right or wrong. */
export function consistencyOf(result: Answered): Consistency | null {
	const units = agreementUnits(result);
	const agreed = meanOverRuns([units], "share");
	if (agreed === null) return null;
	const groups = [...repeated(result.items).values()];
	const share = (holds: (group: readonly ScoredItem[]) => boolean) =>
		wilson(groups.filter(holds).length, groups.length);
	const some = (group: readonly ScoredItem[]) => group.some(isRight);
	const all = (group: readonly ScoredItem[]) => group.every(isRight);
	return {
		questions: groups.length,
		agreement: agreed,
		allRight: share(all),
		allWrong: share((group) => !some(group)),
		mixed: share((group) => some(group) && !all(group)),
	};
}

/**
 * The difference in agreement between runs and a base, over the items that all of them have a score for, paired by
 * question; `alpha` as in `taskDifference`. Null if no question has several items in all.
 */
export function consistencyDifference(
	base: Answered,
	runs: readonly Answered[],
	alpha?: number,
): PairedDifference | null {
	const { scorer } = base;
	const [before = new Map(), ...after] = scoredInAll([base, ...runs]).map(
		(items) => agreementUnits({ items, scorer }),
	);
	return pairedDifference(before, after, "share", alpha);
}

/** The agreement of two results, paired; null if no question has several items in both. */
export function compareConsistency(
	base: Answered,
	tuned: Answered,
): ConsistencyComparison | null {
	const { scorer } = base;
	const [before, after] = scoredInAll([base, tuned]).map((items) =>
		meanOverRuns([agreementUnits({ items, scorer })], "share"),
	);
	const difference = consistencyDifference(base, [tuned]);
	if (!before || !after || difference === null) return null;
	const { questions, value, low, high } = difference;
	return {
		questions,
		base: before,
		tuned: after,
		difference: { value, low, high },
	};
}

/** Share of pairs of answers that agree. */
export function agreement(
	answers: readonly Pick<RepeatedAnswer, "essence">[],
): number {
	const counts = new Map<string, number>();
	for (const { essence } of answers)
		counts.set(essence, (counts.get(essence) ?? 0) + 1);
	const pairs = (n: number) => (n * (n - 1)) / 2;
	const equal = [...counts.values()].reduce((sum, n) => sum + pairs(n), 0);
	return equal / pairs(answers.length);
}
