import { TemperError } from "../../core/error.ts";
import { withoutThoughts } from "../../rewards/judged-answer.ts";
import type { JudgeSpec } from "../task/task.ts";
import type { AnswerScorer } from "./answer-scorer.ts";
import { askJudge, type Contest, type Winner } from "./ask-judge.ts";

/** The verdicts on two answers, `a` and `b`, in both orders; each says which place won. */
export interface BothOrders {
	/** With `a` shown first. */
	readonly forward: Winner;
	/** With `b` shown first. */
	readonly backward: Winner;
}

/** Two answers to one conversation, without their thoughts. */
export type Compared = Pick<Contest, "conversation"> & {
	readonly a: string;
	readonly b: string;
};

/** Asks a judge for one verdict. Rejects with `data` if it gives none. */
export type Asking = (contest: Omit<Contest, "criteria">) => Promise<Winner>;

/** Comparisons that an endpoint is asked about at the same time. */
export const parallelComparisons = 4;

/** Throws `recipe` if the key of the endpoint is missing. */
export function openAsking(
	spec: JudgeSpec,
	env: NodeJS.ProcessEnv = process.env,
): Asking {
	const { keyVariable, criteria } = spec;
	const key = keyVariable === null ? null : (env[keyVariable] ?? "");
	if (key === "")
		throw new TemperError("recipe", {
			where: "scorer judge, keyVariable",
			expected: `the key of ${spec.url} in the environment variable ${keyVariable}`,
			found: "nothing in it",
		});
	return (contest) => askJudge(spec, key, { criteria, ...contest });
}

/** Asks about two answers in both orders, at the same time. */
export async function bothOrders(
	ask: Asking,
	{ conversation, a, b }: Compared,
): Promise<BothOrders> {
	const [forward, backward] = await Promise.all([
		ask({ conversation, first: a, second: b }),
		ask({ conversation, first: b, second: a }),
	]);
	return { forward, backward };
}

/** What the answer that is shown first gets. */
const points: Readonly<Record<Winner, number>> = {
	first: 1,
	tie: 0.5,
	second: 0,
};

/** The score of `a`: the mean of both orders, so that a judge who prefers a place gives a half. */
export function pointsOf({ forward, backward }: BothOrders): number {
	return (points[forward] + 1 - points[backward]) / 2;
}

/**
 * Compares answers with the base's: 1 for the better, 0 for the worse, a half for a tie. Every pair is judged in both
 * orders. The base itself gets a half without being asked about. Throws `recipe` if the key is missing.
 */
export function openJudge(
	spec: JudgeSpec,
	env: NodeJS.ProcessEnv = process.env,
): AnswerScorer {
	const ask = openAsking(spec, env);
	return {
		chance: 0.5,
		judgesThoughts: false,
		parallel: parallelComparisons,
		async score(given) {
			const { conversation, baseAnswer } = given;
			const { completion } = withoutThoughts(given).answer;
			if (baseAnswer === null || baseAnswer === completion) return 0.5;
			const compared = { conversation, a: completion, b: baseAnswer };
			return pointsOf(await bothOrders(ask, compared));
		},
		dispose: async () => {},
	};
}
