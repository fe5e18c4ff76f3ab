import type { GrpoOptions } from "../objectives/sampled/grpo.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import { openRewardModel } from "./open-reward-model.ts";
import { checkRewardable } from "./rewarders/check-rewardable.ts";
import {
	type AnswerTokens,
	columnsOf,
	rewardFunctions,
} from "./rewarders/reward-functions.ts";
import { RewardLearning } from "./rewarders/reward-learning.ts";
import type { LearntRewards, Rewarder } from "./rewarders/rewarder.ts";
import { PlannedSource } from "./sources/planned.ts";
import {
	SampledGroups,
	type SampledGroupsOptions,
} from "./sources/sampled-groups.ts";
import { SampledPairs } from "./sources/sampled-pairs.ts";
import { SnapshotSource } from "./sources/snapshot.ts";
import type { StepSource } from "./sources/source.ts";
import type { Stage } from "./sources/stage.ts";

export interface OpenedSource {
	readonly source: StepSource;
	/** Rewards that are learnt on the way; null for all objectives but one. */
	readonly rewards: LearntRewards | null;
}

/** Where the rows of a recipe's steps come from. `startHash` names the weights at the start of the stage. */
export async function sourceOf(
	stage: Stage,
	startHash: string | null,
): Promise<OpenedSource> {
	const { prepared } = stage;
	const { objective } = prepared.recipe;
	switch (objective.kind) {
		case "irft":
			return alone(new SampledPairs(stage, objective));
		case "grpo": {
			const rewarder = await functionsOf(stage, objective.reward);
			const length = { every: objective.roundSteps };
			return rewarded(stage, { ...objective, length }, rewarder);
		}
		case "rft": {
			const { rounds, cut, identical, rewardModel } = objective;
			const learning = { rounds, cut, identical, ...rewardModel };
			const rewarder = await RewardLearning.create(prepared, learning);
			const length = { count: objective.rounds };
			return rewarded(stage, { ...objective, length }, rewarder);
		}
		case "psft":
			return alone(new SnapshotSource(stage, { every: objective.roundSteps }));
		default:
			return alone(new PlannedSource(stage, startHash));
	}
}

function alone(source: StepSource): OpenedSource {
	return { source, rewards: null };
}

type RewardedOptions = Omit<SampledGroupsOptions, "leashed" | "penalty"> &
	Pick<GrpoOptions, "kl" | "beta">;

function rewarded(
	stage: Stage,
	{ kl, beta, ...options }: RewardedOptions,
	rewarder: Rewarder,
): OpenedSource {
	const leashed = stage.prepared.objective.needs.reference !== "none";
	const penalty = kl === "reward" ? beta : 0;
	const source = new SampledGroups(
		stage,
		{ ...options, leashed, penalty },
		rewarder,
	);
	return { source, rewards: rewarder.learnt };
}

type Rewards = Extract<ResolvedRecipe["objective"], { kind: "grpo" }>["reward"];

async function functionsOf(
	{ prepared }: Stage,
	specs: Rewards,
): Promise<Rewarder> {
	const columns = await columnsOf(
		prepared.recipe.data.train.map(({ path }) => path),
	);
	await checkRewardable(specs, prepared, columns);
	const tokens: AnswerTokens = new WeakMap();
	return rewardFunctions(specs, {
		...{ columns, tokens, marks: prepared.tokenizer.thoughtMarks },
		openModel: (path) => openRewardModel(path, prepared, tokens),
	});
}
