import type { RewardReader } from "../../policy/reward-reader.ts";
import type { AnswerCache } from "../answer-cache.ts";
import type { PairJudge } from "./pair-judge.ts";
import { scoredJudgement } from "./scored-judgement.ts";

export interface RewardJudgeOptions {
	/** What provenance calls it. */
	readonly name: string;
	/** Hash of the reward model and of its base. */
	readonly sha256: string;
	/** Opens it for answers of at most so many tokens, the prompt included. */
	readonly open: (longest: number) => Promise<RewardReader>;
}

/** A reward model. The evidence is the difference of two rewards: log-odds, in the model of Bradley and Terry that it was trained with. */
export function rewardJudge(
	{ name, sha256, open }: RewardJudgeOptions,
	cache: AnswerCache,
): PairJudge {
	let reader: RewardReader | null = null;
	return {
		facts: { kind: "reward", name, sha256 },
		compares: "samples",
		perComparison: false,
		parallel: 1,
		rightFrom: null,
		async begin(longest) {
			reader = await open(longest);
		},
		async judge({ answers, pairs }) {
			const ids = answers.map(({ example }) => [...example.ids]);
			const scores = await cache.remember(
				["reward", sha256, ids],
				async () =>
					(await reader?.score(answers.map(({ example }) => example))) ?? [],
			);
			return scoredJudgement(
				pairs,
				scores.map((score) =>
					Number.isFinite(score)
						? { score, logOdds: score }
						: { reason: `the reward model ${name} gives ${score}` },
				),
			);
		},
		scaleOf: () => 1,
		async dispose() {
			await reader?.dispose();
		},
	};
}
