import { rewardsSchema } from "../../src/recipes/schemas/reward-schema.ts";
import { openRewards } from "../../src/rewards/open-rewards.ts";
import { readRound } from "../../src/runs/folder/round-folder.ts";
import type { Estimate } from "../../src/stats/estimate.ts";
import { mean, meanOf } from "../../src/stats/mean.ts";
import { readQuestions, sampleAnswers } from "../sample-answers.ts";
import { maxNewTokens, perPrompt } from "./arms.ts";

/** The mean reward of answers to the questions of a file, drawn anew, with an interval over questions. */
export async function rewardOn(
	path: string,
	model: string,
	adapter: string | null,
): Promise<Estimate> {
	const questions = await readQuestions(path);
	const answers = await sampleAnswers(questions, {
		...{ model, adapter, perPrompt, maxNewTokens },
	});
	const rewards = await openRewards(rewardsSchema.parse("numeric"));
	const ofQuestion: number[] = [];
	for (const [q, { prompt, answer }] of questions.entries()) {
		let sum = 0;
		for (const { text: completion } of answers[q] ?? []) {
			const judged = { id: `${q}`, prompt, completion, answer, row: {} };
			sum += (await rewards.judge(judged)).total;
		}
		ofQuestion.push(sum / perPrompt);
	}
	await rewards.dispose();
	return meanOf(ofQuestion);
}

/** The mean reward of a round's samples, with an interval over prompts. */
export async function rewardOfRound(
	run: string,
	round: number,
): Promise<Estimate> {
	const { samples } = await readRound(run, round);
	const ofPrompt = new Map<string, number[]>();
	for (const { row, rewards } of samples)
		ofPrompt.set(row, [...(ofPrompt.get(row) ?? []), rewards.total ?? 0]);
	return meanOf([...ofPrompt.values()].map((own) => mean(own) ?? 0));
}
