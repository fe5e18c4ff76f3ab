import { bootstrap } from "../stats/bootstrap.ts";
import { wilson } from "../stats/share.ts";
import type { Consistency, ItemResult } from "./eval-result.ts";
import { isRight } from "./is-right.ts";
import { byQuestion, ratioOf, type ScoredItem } from "./question-units.ts";
import { scorerFacts } from "./scorer-facts.ts";
import type { ScorerSpec } from "./task.ts";

/** Compares answers to the same question; null where every question was asked once, or scores are not right or wrong. */
export function consistencyOf(
	items: readonly ItemResult[],
	{ kind }: ScorerSpec,
): Consistency | null {
	const { countable, essence } = scorerFacts[kind];
	const groups = [...byQuestion(items).values()].filter(
		({ length }) => length > 1,
	);
	if (!countable || groups.length === 0) return null;
	const agreed = groups.map((group) => ({
		sum: agreement(group.map(({ answer }) => essence(answer ?? ""))),
		weight: 1,
	}));
	const n = groups.length;
	const share = (holds: (group: readonly ScoredItem[]) => boolean) =>
		wilson(groups.filter(holds).length, n);
	const some = (group: readonly ScoredItem[]) => group.some(isRight);
	const all = (group: readonly ScoredItem[]) => group.every(isRight);
	return {
		questions: n,
		agreement: bootstrap(n, (picked) => ratioOf(agreed, picked)),
		allRight: share(all),
		allWrong: share((group) => !some(group)),
		mixed: share((group) => some(group) && !all(group)),
	};
}

/** Share of pairs that are equal. */
function agreement(answers: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const answer of answers)
		counts.set(answer, (counts.get(answer) ?? 0) + 1);
	const pairs = (n: number) => (n * (n - 1)) / 2;
	const equal = [...counts.values()].reduce((sum, n) => sum + pairs(n), 0);
	return equal / pairs(answers.length);
}
