import type { Group } from "../../data/example.ts";
import { groupsOfRow } from "../choose-rows.ts";
import type { At } from "../explanation.ts";
import type { OpenedRun } from "../open-run.ts";
import { stateAt } from "../policy-at.ts";
import { answerWords, withoutTokens } from "./answer-words.ts";
import type {
	RewardExplanation,
	RewardedAnswer,
} from "./reward-explanation.ts";
import { type RewardOfRun, rewardOfRun } from "./reward-run.ts";

export interface ExplainRewardOptions {
	readonly at: At;
	/** Pairs that are shown, held-out ones first. */
	readonly count: number;
	/** The only row, `7` or `FILE:7`; null for the first pairs. */
	readonly row: string | null;
	/** Words that are listed for each answer, at most. */
	readonly words: number;
}

/**
 * The words whose removal changes the reward of an answer most: each is removed alone, with its tokens, and the rest is
 * rewarded again. Throws `recipe`, `data`, `weights` and `device`.
 */
export async function explainReward(
	run: OpenedRun,
	{ at, count, row, words }: ExplainRewardOptions,
): Promise<RewardExplanation> {
	const { train, heldOut, recipe } = run.prepared;
	const groups = [...new Set([...heldOut, ...train])];
	const files = recipe.data.train.map(({ path }) => path);
	const shown =
		row === null
			? groups.slice(0, count)
			: groupsOfRow(row, { groups, heldOut: [], files });
	const { step } = await stateAt(run, at);
	const reward = await rewardOfRun(run, at);
	try {
		const answers: RewardedAnswer[] = [];
		for (const group of shown)
			answers.push(...(await rewardedAnswers(run, reward, group, words)));
		return { kind: "reward", run: run.name, at, step, answers };
	} finally {
		await reward.dispose();
	}
}

async function rewardedAnswers(
	{ prepared: { tokenizer } }: OpenedRun,
	reward: RewardOfRun,
	group: Group,
	listed: number,
): Promise<RewardedAnswer[]> {
	const answers: RewardedAnswer[] = [];
	for (const answer of group) {
		const words = answerWords(answer, tokenizer);
		const [whole = Number.NaN, ...without] = await reward.score([
			answer,
			...words.map(({ tokens }) => withoutTokens(answer, tokens)),
		]);
		const effects = words.map(({ text }, i) => ({
			text,
			effect: whole - (without[i] ?? Number.NaN),
		}));
		answers.push({
			row: answer.id,
			side: answer.liked ? "chosen" : "rejected",
			reward: whole,
			words: words.length,
			most: effects
				.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
				.slice(0, listed),
		});
	}
	return answers;
}
