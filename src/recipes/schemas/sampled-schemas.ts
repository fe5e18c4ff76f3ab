import { z } from "zod";
import type { Baseline } from "../../objectives/sampled/advantages.ts";
import { sampled } from "../defaults/sampled.ts";
import type { Setting } from "../defaults/setting.ts";
import {
	count,
	nonNegative,
	positive,
	text,
	wholeShare,
	yesOrNo,
} from "./fields.ts";
import { logisticFields } from "./preference-schema.ts";
import { referenceField } from "./reference-schema.ts";
import { rewardsSchema } from "./reward-schema.ts";
import { roundFields } from "./rounds-schema.ts";
import { samplingSchema } from "./sampling-schema.ts";

const ofPrompt = "samples of each prompt";

const { irft: ofIrft, grpo: ofGrpo, rft: ofRft } = sampled;

const centre = ({ ours }: Setting<number>) =>
	nonNegative()
		.default(ours)
		.describe("weight of a term that keeps rewards near 0");

const logistic = logisticFields(ofIrft.options);

/** Implicit reward learning from demonstrations. */
const irft = z.strictObject({
	kind: z.literal("irft"),
	beta: logistic.beta.describe(
		"weight of a nat of log-ratio, relative to the policy at the start of the round",
	),
	labelSmoothing: logistic.labelSmoothing.describe(
		"assumed share of samples that are better than their demonstration, below 0.5",
	),
	sft: logistic.sft.describe(
		"weight of a second term, the demonstration's mean NLL",
	),
	...roundFields(ofIrft.options),
	mixPrevious: yesOrNo()
		.default(ofIrft.options.mixPrevious.ours)
		.describe("also learns from the pairs of the previous round"),
});

/** Options of a policy gradient; their defaults differ between objectives. */
const policyGradient = (usual: {
	readonly clip: {
		readonly low: Setting<number>;
		readonly high: Setting<number>;
	};
	readonly beta: Setting<number>;
	readonly normalise: Setting<"tokens" | "answers">;
	readonly kl: Setting<"loss" | "reward">;
	readonly baseline: Setting<Baseline>;
	readonly lengthNeutral: Setting<boolean>;
}) => ({
	...referenceField,
	clip: z
		.strictObject({
			low: positive(1)
				.default(usual.clip.low.ours)
				.describe(
					"a token's probability ratio to the policy that sampled it is clipped below at 1 - low",
				),
			high: positive(100)
				.default(usual.clip.high.ours)
				.describe(
					"a token's probability ratio to the policy that sampled it is clipped above at 1 + high",
				),
		})
		.prefault({}),
	beta: nonNegative()
		.default(usual.beta.ours)
		.describe(
			"weight of the KL penalty to the model at the start of the stage, per nat; 0 removes it",
		),
	normalise: z
		.enum(["tokens", "answers"])
		.default(usual.normalise.ours)
		.describe("whether all tokens have equal weight, or all answers"),
	kl: z
		.enum(["loss", "reward"])
		.default(usual.kl.ours)
		.describe(
			"where the KL penalty is applied: reward subtracts beta times the log-ratio of the whole answer from its reward, loss adds beta times an estimate of KL to the loss of each token",
		),
	baseline: z
		.enum(["normalised", "centred", "leave-one-out"])
		.default(usual.baseline.ours)
		.describe(
			"what is subtracted from a reward: the mean of its group (centred; normalised also divides by the group's standard deviation), or the mean of the others (leave-one-out)",
		),
	lengthNeutral: yesOrNo()
		.default(usual.lengthNeutral.ours)
		.describe(
			"removes the linear trend of rewards over length from the advantages",
		),
});

/** Policy gradient with rewards that functions give. */
const grpo = z.strictObject({
	kind: z.literal("grpo"),
	reward: rewardsSchema.describe("one reward or several"),
	...policyGradient(ofGrpo.options),
	perPrompt: count(1024)
		.default(ofGrpo.options.perPrompt.ours)
		.describe(ofPrompt),
	roundSteps: count(10_000)
		.default(ofGrpo.options.roundSteps.ours)
		.describe("optimizer steps that learn from one round of samples"),
	sampling: samplingSchema,
});

/** Explicit reward learning from demonstrations: a reward model and a policy, by turns. */
const rft = z.strictObject({
	kind: z.literal("rft"),
	...policyGradient(ofRft.options),
	...roundFields(ofRft.options),
	perPrompt: count(1024)
		.default(ofRft.options.perPrompt.ours)
		.describe(ofPrompt),
	rewardModel: z
		.strictObject({
			steps: count(100_000)
				.default(ofRft.options.rewardModel.steps.ours)
				.describe(
					"optimizer steps of the reward model in each round, each of batch.rows pairs",
				),
			perPrompt: count(1024)
				.default(ofRft.options.rewardModel.perPrompt.ours)
				.describe("samples per prompt that only the reward model learns from"),
			pairShare: wholeShare()
				.default(ofRft.options.rewardModel.pairShare.ours)
				.describe("share of its pairs that come from data.pairs, if given"),
			from: text("the folder of a reward model, or of a run that made one")
				.nullable()
				.default(ofRft.options.rewardModel.from.ours)
				.describe("a saved reward model to continue from"),
			learningRate: positive(1)
				.default(ofRft.options.rewardModel.learningRate.ours)
				.describe("its learning rate"),
			centre: centre(ofRft.options.rewardModel.centre),
		})
		.prefault({}),
});

/** A model that gives an answer a number, from pairs. */
const rewardModel = z.strictObject({
	kind: z.literal("reward-model"),
	centre: centre(sampled["reward-model"].options.centre),
});

/** Objectives that sample from the policy while they train it, and the rewards that this may take. */
export const sampledSchemas = [irft, grpo, rft, rewardModel] as const;
