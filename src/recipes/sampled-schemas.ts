import { z } from "zod";
import { count, nonNegative, positive, yesOrNo } from "./fields.ts";
import { logisticFields } from "./preference-schema.ts";
import { rewardsSchema } from "./reward-schema.ts";
import { roundFields } from "./rounds-schema.ts";
import { samplingSchema } from "./sampling-schema.ts";

/** Implicit reward learning from demonstrations. */
const irft = z.strictObject({
	kind: z.literal("irft"),
	...logisticFields,
	...roundFields,
	/** Learns from the pairs of the round before once more. */
	mixPrevious: yesOrNo().default(false),
});

const policyGradient = {
	/** A token's ratio to the policy that sampled it counts from 1 - low to 1 + high. */
	clip: z
		.strictObject({
			low: positive(1).default(0.2),
			high: positive(100).default(0.2),
		})
		.prefault({}),
	/** Strength of the leash to the start of the stage; 0 lets go. */
	beta: nonNegative().default(0.04),
	/** `tokens`: every token of the step counts alike. `answers`: every answer does. */
	normalise: z.enum(["tokens", "answers"]).default("tokens"),
	/** What an answer's reward is compared with. */
	baseline: z
		.enum(["normalised", "centred", "leave-one-out"])
		.default("normalised"),
};

/** Policy gradient with rewards that functions give. */
const grpo = z.strictObject({
	kind: z.literal("grpo"),
	/** One reward, or several with weights. */
	reward: rewardsSchema,
	...policyGradient,
	/** Samples of each prompt: the group. */
	perPrompt: count(1024).default(8),
	/** Optimizer steps that learn from one round of samples. */
	roundSteps: count(10_000).default(1),
	/** Takes the linear trend of rewards over length out of the advantages. */
	lengthNeutral: yesOrNo().default(false),
	sampling: samplingSchema,
});

/** Explicit reward learning from demonstrations: a reward model and a policy, by turns. */
const rft = z.strictObject({
	kind: z.literal("rft"),
	...policyGradient,
	...roundFields,
	perPrompt: count(1024).default(4),
	/** Takes the linear trend of rewards over length out of the advantages. */
	lengthNeutral: yesOrNo().default(true),
	rewardModel: z
		.strictObject({
			/** Optimizer steps of the reward model in each round. */
			steps: count(100_000).default(20),
			learningRate: positive(1).default(2e-4),
			/** Weight of a term that keeps rewards near 0. */
			centre: nonNegative().default(0.01),
		})
		.prefault({}),
});

/** A model that gives an answer a number, from pairs. */
const rewardModel = z.strictObject({
	kind: z.literal("reward-model"),
	/** Weight of a term that keeps rewards near 0. */
	centre: nonNegative().default(0.01),
});

/** Objectives that sample from the policy while they train it, and the rewards that this may take. */
export const sampledSchemas = [irft, grpo, rft, rewardModel] as const;
