/**
 * Rewards: from an answer to a number.
 * @module
 */

export type {
	AnswerToJudge,
	Judgement,
	Reward,
	RewardFunction,
} from "../rewards/reward.ts";
export type { RewardSpec } from "../rewards/reward-spec.ts";
export { rewardsSchema } from "../recipes/schemas/reward-schema.ts";
export {
	type OpenRewardsOptions,
	openRewards,
	type Rewards,
} from "../rewards/open-rewards.ts";
export { guardReward } from "../rewards/threads/guard-reward.ts";
