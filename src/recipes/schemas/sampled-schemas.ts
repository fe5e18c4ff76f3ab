import { z } from "zod";
import type { Baseline } from "../../objectives/sampled/advantages.ts";
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

const centre = nonNegative()
	.default(0.01)
	.describe("weight of a term that keeps rewards near 0");

/** Implicit reward learning from demonstrations. */
const irft = z.strictObject({
	kind: z.literal("irft"),
	beta: logisticFields.beta.describe(
		"how much a nat of log-ratio counts, against the policy at the start of the round",
	),
	labelSmoothing: logisticFields.labelSmoothing.describe(
		"how often a sample is better than its demonstration, below 0.5",
	),
	sft: logisticFields.sft.describe(
		"weight of a second term, the demonstration's mean NLL",
	),
	...roundFields,
	mixPrevious: yesOrNo()
		.default(false)
		.describe("learns from the pairs of the round before once more"),
});

const policyGradient = {
	...referenceField,
	clip: z
		.strictObject({
			low: positive(1)
				.default(0.2)
				.describe(
					"a token's ratio to the policy that sampled it counts from 1 - low",
				),
			high: positive(100)
				.default(0.2)
				.describe(
					"a token's ratio to the policy that sampled it counts up to 1 + high",
				),
		})
		.prefault({}),
	beta: nonNegative()
		.default(0.04)
		.describe(
			"strength of the leash to the start of the stage, for each nat; 0 lets go",
		),
	normalise: z
		.enum(["tokens", "answers"])
		.default("tokens")
		.describe("whether every token counts alike, or every answer"),
};

/** What rewards are made of advantages by; `usual` differs between objectives. */
const advantages = (usual: {
	readonly kl: "loss" | "reward";
	readonly baseline: Baseline;
	readonly lengthNeutral: boolean;
}) => ({
	kl: z
		.enum(["loss", "reward"])
		.default(usual.kl)
		.describe(
			"where the leash pulls: reward takes beta for each nat of the whole answer off its reward, loss adds beta times an estimate to the loss of each token",
		),
	baseline: z
		.enum(["normalised", "centred", "leave-one-out"])
		.default(usual.baseline)
		.describe(
			"what a reward is compared with: its group's mean, in units of its deviation (normalised) or not (centred), or the mean of the others (leave-one-out)",
		),
	lengthNeutral: yesOrNo()
		.default(usual.lengthNeutral)
		.describe(
			"takes the linear trend of rewards over length out of the advantages",
		),
});

/** Policy gradient with rewards that functions give. */
const grpo = z.strictObject({
	kind: z.literal("grpo"),
	reward: rewardsSchema.describe("one reward or several"),
	...policyGradient,
	...advantages({
		kl: "loss",
		baseline: "normalised",
		lengthNeutral: false,
	}),
	perPrompt: count(1024).default(8).describe(ofPrompt),
	roundSteps: count(10_000)
		.default(1)
		.describe("optimizer steps that learn from one round of samples"),
	sampling: samplingSchema,
});

/** Explicit reward learning from demonstrations: a reward model and a policy, by turns. */
const rft = z.strictObject({
	kind: z.literal("rft"),
	...policyGradient,
	...advantages({ kl: "reward", baseline: "centred", lengthNeutral: false }),
	...roundFields,
	perPrompt: count(1024).default(4).describe(ofPrompt),
	rewardModel: z
		.strictObject({
			steps: count(100_000)
				.default(20)
				.describe(
					"optimizer steps of the reward model in each round, each of batch.rows pairs",
				),
			perPrompt: count(1024)
				.default(2)
				.describe(
					"samples of each prompt that the reward model alone learns from",
				),
			pairShare: wholeShare()
				.default(0.5)
				.describe("share of its pairs that come from data.pairs, if given"),
			from: text("the folder of a reward model, or of a run that made one")
				.nullable()
				.default(null)
				.describe("a saved reward model to go on from"),
			learningRate: positive(1).default(2e-4).describe("its learning rate"),
			centre,
		})
		.prefault({}),
});

/** A model that gives an answer a number, from pairs. */
const rewardModel = z.strictObject({
	kind: z.literal("reward-model"),
	centre,
});

/** Objectives that sample from the policy while they train it, and the rewards that this may take. */
export const sampledSchemas = [irft, grpo, rft, rewardModel] as const;
