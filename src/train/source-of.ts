import type { RowOrigin } from "../objectives/objective.ts";
import type { GrpoOptions } from "../objectives/sampled/grpo.ts";
import type { RecipeFrom } from "../recipes/resolve/row-origin.ts";
import type { ObjectiveRecipe } from "../recipes/schemas/objective-schema.ts";
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

/** How each origin of rows is opened. `startHash` names the weights at the start of the stage. */
const openers: {
	readonly [R in RowOrigin]: (
		stage: Stage,
		objective: RecipeFrom<R>,
		startHash: string | null,
	) => Promise<OpenedSource>;
} = {
	file: async (stage, _, startHash) =>
		withoutRewards(new PlannedSource(stage, startHash)),
	snapshot: async (stage, objective) =>
		withoutRewards(new SnapshotSource(stage, { every: objective.roundSteps })),
	pairs: async (stage, objective) =>
		withoutRewards(new SampledPairs(stage, objective)),
	async groups(stage, objective) {
		const rewarder = await functionsOf(stage, objective.reward);
		const length = { every: objective.roundSteps };
		return rewarded(stage, { ...objective, length }, rewarder);
	},
	async "learnt-groups"(stage, objective) {
		const { rounds, cut, identical, rewardModel } = objective;
		const learning = { rounds, cut, identical, ...rewardModel };
		const rewarder = await RewardLearning.create(stage, learning);
		const length = { count: rounds };
		return rewarded(stage, { ...objective, length }, rewarder);
	},
};

/** Opens the origin that a stage's objective takes its rows from. */
export function sourceOf(
	stage: Stage,
	startHash: string | null,
): Promise<OpenedSource> {
	const { objective, recipe } = stage.prepared;
	return open(objective.rows, stage, recipe.objective, startHash);
}

function open<R extends RowOrigin>(
	rows: R,
	stage: Stage,
	objective: ObjectiveRecipe,
	startHash: string | null,
): Promise<OpenedSource> {
	return openers[rows](stage, objective as RecipeFrom<R>, startHash);
}

function withoutRewards(source: StepSource): OpenedSource {
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

async function functionsOf(
	{ prepared, session }: Stage,
	specs: RecipeFrom<"groups">["reward"],
): Promise<Rewarder> {
	const columns = await columnsOf(
		prepared.recipe.data.train.map(({ path }) => path),
	);
	await checkRewardable(specs, prepared, columns);
	const tokens: AnswerTokens = new WeakMap();
	return rewardFunctions(specs, {
		...{ columns, tokens, marks: prepared.tokenizer.thoughtMarks },
		openModel: (path) => openRewardModel(path, { prepared, session }, tokens),
	});
}
