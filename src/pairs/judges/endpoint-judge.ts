import {
	bothOrders,
	openAsking,
	parallelComparisons,
} from "../../eval/scorers/judge.ts";
import type { JudgeSpec } from "../../eval/task/task.ts";
import { withoutThoughts } from "../../rewards/judged-answer.ts";
import { errorLine } from "../../rewards/threads/error-line.ts";
import type { AnswerCache } from "../answer-cache.ts";
import type { PairAnswer } from "../pair-answer.ts";
import type { PairPrompt } from "../pair-prompt.ts";
import { type AnswerComparison, winShares } from "../rank/comparison.ts";
import { voteScale, votesFor } from "../rank/votes.ts";
import type { PairJudge } from "./pair-judge.ts";

/**
 * A model behind an OpenAI-compatible endpoint, which is asked about each comparison in both orders. The evidence is the number of
 * votes for an answer less those for the other one. Throws `recipe` if the endpoint's key is missing.
 */
export function endpointJudge(
	spec: JudgeSpec,
	cache: AnswerCache,
	env: NodeJS.ProcessEnv,
): PairJudge {
	const { url, model, criteria, temperature } = spec;
	const asking = openAsking(spec, env);
	const facts = {
		kind: "endpoint" as const,
		url,
		model,
		criteria,
		temperature,
	};
	const ask: typeof asking = (contest) =>
		cache.remember([facts, contest], () => asking(contest));
	return {
		facts,
		compares: "samples",
		perComparison: true,
		parallel: parallelComparisons,
		rightFrom: null,
		begin: async () => {},
		async judge({ prompt, answers, pairs }) {
			const { conversation } = prompt;
			const comparisons: AnswerComparison[] = [];
			const failures: string[] = [];
			const texts = answers.map((answer) => finalText(prompt, answer));
			for (const [a, b] of pairs) {
				const [one = "", other = ""] = [texts[a], texts[b]];
				try {
					const orders = await bothOrders(ask, {
						...{ conversation, a: one, b: other },
					});
					comparisons.push({ a, b, evidence: votesFor(orders), orders });
				} catch (error) {
					failures.push(errorLine(error));
				}
			}
			const scores = winShares(answers.length, comparisons);
			return { scores, comparisons, failures };
		},
		scaleOf: voteScale,
		dispose: async () => {},
	};
}

/** An answer without its thoughts. */
function finalText(
	{ place, prompt, thinking, row }: PairPrompt,
	{ text }: PairAnswer,
): string {
	const answer = { id: place, prompt, completion: text, answer: null };
	return withoutThoughts({ ...answer, row: row.value, thinking }).answer
		.completion;
}
