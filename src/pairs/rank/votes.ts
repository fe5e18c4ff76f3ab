import type { BothOrders } from "../../eval/scorers/judge.ts";
import type { Estimate } from "../../stats/estimate.ts";
import { clusteredShare, wilson } from "../../stats/share.ts";
import type { AnswerComparison } from "./comparison.ts";

/** The votes for `a` less those for `b`: -2 to 2. Votes that only name a place cancel each other. */
export function votesFor({ forward, backward }: BothOrders): number {
	const signs = { first: 1, tie: 0, second: -1 } as const;
	return signs[forward] - signs[backward];
}

/** Whether the judge named the same place in both orders: the order decided. */
const byPlace = ({ forward, backward }: BothOrders) =>
	forward !== "tie" && forward === backward;

/**
 * The log-odds that one vote of a judge is right, from how often its votes in the two orders agree. If each vote is right with
 * probability q, independently of the other, both agree with probability A = q^2 + (1 - q)^2, so q = (1 + sqrt(2A - 1)) / 2.
 * One agreement and one disagreement are added to those that were counted, so q stays below 1. It is 0 if the votes agree no
 * more often than by chance.
 */
export function voteScale(comparisons: readonly AnswerComparison[]): number {
	const both = comparisons.flatMap(({ orders }) =>
		orders !== null && orders.forward !== "tie" && orders.backward !== "tie"
			? [orders]
			: [],
	);
	const agree = both.filter((orders) => !byPlace(orders)).length;
	const agreement = (agree + 1) / (both.length + 2);
	const right = (1 + Math.sqrt(Math.max(0, 2 * agreement - 1))) / 2;
	return Math.log(right / (1 - right));
}

/** How much the order in which answers are shown decides. */
export interface PositionBias {
	readonly comparisons: number;
	/** Share of comparisons in which the judge named the same place in both orders. Prompts, not comparisons, are the sample. */
	readonly decided: Estimate;
	/** Of those, the share in which the place was the first one; null if there are none. */
	readonly first: Estimate | null;
	/** Share of all verdicts that are ties. */
	readonly ties: number;
}

/** Position bias over prompts, each with its comparisons; null if no answers were compared in both orders. */
export function positionBias(
	prompts: readonly (readonly AnswerComparison[])[],
): PositionBias | null {
	const compared = prompts
		.map((comparisons) =>
			comparisons.flatMap(({ orders }) => (orders === null ? [] : [orders])),
		)
		.filter((orders) => orders.length > 0);
	if (compared.length === 0) return null;
	const all = compared.flat();
	const decided = all.filter(byPlace);
	const first = decided.filter(({ forward }) => forward === "first").length;
	const verdicts = all.flatMap(({ forward, backward }) => [forward, backward]);
	return {
		comparisons: all.length,
		decided: {
			...clusteredShare(
				compared.map((orders) => orders.filter(byPlace).length / orders.length),
			),
		},
		first: decided.length === 0 ? null : wilson(first, decided.length),
		ties:
			verdicts.filter((verdict) => verdict === "tie").length / verdicts.length,
	};
}
