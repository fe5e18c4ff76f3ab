import { TemperError } from "../core/error.ts";
import type { AnswerToJudge, Judgement, RewardFunction } from "./reward.ts";

export interface WeighedReward {
	readonly reward: RewardFunction;
	readonly weight: number;
}

/** Judges an answer by several rewards of different names at once. Throws what they throw, and `data` for a sum that is not finite. */
export async function weighRewards(
	rewards: readonly WeighedReward[],
	answer: AnswerToJudge,
): Promise<Judgement> {
	const scores = await Promise.all(
		rewards.map(({ reward }) => reward.score(answer)),
	);
	let total = 0;
	const parts: [string, number][] = [];
	for (const [index, { reward, weight }] of rewards.entries()) {
		const score = scores[index]!;
		total += weight * score;
		parts.push([reward.name, score]);
	}
	if (!Number.isFinite(total))
		throw new TemperError("data", {
			where: `${answer.id}, sum of the rewards`,
			expected: "a finite number",
			found: String(total),
		});
	return { total, parts: Object.fromEntries(parts) };
}
