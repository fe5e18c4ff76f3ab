import type { GivenPlaces } from "../recipes/locate/locate-run.ts";
import { type ExplainRunOptions, explainRun } from "./explain-run.ts";
import type { At, RunExplanation } from "./explanation.ts";
import { openRun } from "./open-run.ts";
import {
	type ExplainRewardOptions,
	explainReward,
} from "./reward/explain-reward.ts";
import { rewardCard } from "./reward/reward-card.ts";
import type {
	RewardCard,
	RewardExplanation,
} from "./reward/reward-explanation.ts";

export type ExplainOptions = ExplainRunOptions & ExplainRewardOptions;

/** What a run made of its rows: the weights of its objective, or what its reward model looks at. */
export async function explain(
	name: string,
	options: ExplainOptions,
): Promise<RunExplanation | RewardExplanation> {
	const run = await openRun(name, options, options.engine);
	return run.prepared.objective.trains === "reward"
		? explainReward(run, options)
		: explainRun(run, options);
}

/** The card of the reward model that a run trained. Throws `recipe` for a run of another kind. */
export async function describeReward(
	name: string,
	{ at, ...places }: GivenPlaces & { readonly at: At },
): Promise<RewardCard> {
	return rewardCard(await openRun(name, places), at);
}
