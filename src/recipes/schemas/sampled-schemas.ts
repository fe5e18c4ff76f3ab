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
		"how much a nat of log-ratio counts, against the policy at the start of the round",
	),
	labelSmoothing: logistic.labelSmoothing.describe(
		"how often a sample is better than its demonstration, below 0.5",
	),
	sft: logistic.sft.describe(
		"weight of a second term, the demonstration's mean NLL",
	),
	...roundFields(ofIrft.options),
	mixPrevious: yesOrNo()
		.default(ofIrft.options.mixPrevious.ours)
		.describe("learns from the pairs of the round before once more"),
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
					"a token's ratio to the policy that sampled it counts from 1 - low",
				),
			high: positive(100)
				.default(usual.clip.high.ours)
				.describe(
					"a token's ratio to the policy that sampled it counts up to 1 + high",
				),
		})
		.prefault({}),
	beta: nonNegative()
		.default(usual.beta.ours)
		.describe(
			"strength of the leash to the start of the stage, for each nat; 0 lets go",
		),
	normalise: z
		.enum(["tokens", "answers"])
		.default(usual.normalise.ours)
		.describe("whether every token counts alike, or every answer"),
	kl: z
		.enum(["loss", "reward"])
		.default(usual.kl.ours)
		.describe(
			"where the leash pulls: reward takes beta for each nat of the whole answer off its reward, loss adds beta times an estimate to the loss of each token",
		),
	baseline: z
		.enum(["normalised", "centred", "leave-one-out"])
		.default(usual.baseline.ours)
		.describe(
			"what a reward is compared with: its group's mean, in units of its deviation (normalised) or not (centred), or the mean of the others (leave-one-out)",
		),
	lengthNeutral: yesOrNo()
		.default(usual.lengthNeutral.ours)
		.describe(
			"takes the linear trend of rewards over length out of the advantages",
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
				.describe(
					"samples of each prompt that the reward model alone learns from",
				),
			pairShare: wholeShare()
				.default(ofRft.options.rewardModel.pairShare.ours)
				.describe("share of its pairs that come from data.pairs, if given"),
			from: text("the folder of a reward model, or of a run that made one")
				.nullable()
				.default(ofRft.options.rewardModel.from.ours)
				.describe("a saved reward model to go on from"),
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
