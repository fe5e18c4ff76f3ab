import { samplingDefaults } from "./sampling.ts";
import { perDevice, setting, usualRows } from "./setting.ts";

const tenTimes =
	"Ten times the rate of full tuning, as is usual for adapters (decision 0063).";

const loraRate = setting(1e-5, { why: tenTimes });

const rounds = setting(5, { paper: 5 });
const likeIrft =
	"The paper's setting does not carry over; the default is that of irft.";

const roundDefaults = {
	cut: setting("match", {
		why: "A sample that was cut off could be distinguished from its demonstration by its length alone.",
	}),
	identical: setting(null),
	sampling: samplingDefaults,
} as const;

const clip = {
	low: setting(0.2, { trl: 0.2 }),
	high: setting(0.2, { trl: 0.2 }),
} as const;

const centre = setting(0.01, {
	trl: null,
	why: "The loss does not determine the mean of the rewards. TRL documents 0.01 to keep it near 0.",
});

/** Objectives that sample from the policy while they train it, and the rewards that this may take. */
export const sampled = {
	irft: {
		options: {
			beta: setting(0.1, { paper: 0.1 }),
			labelSmoothing: setting(0, { paper: 0 }),
			sft: setting(0, {
				paper: 0,
				why: "Above 0 it is a remedy if the demonstrations become less likely.",
			}),
			rounds,
			perPrompt: setting(1, { paper: 1 }),
			...roundDefaults,
			mixPrevious: setting(false, {
				paper: false,
				why: "SPIN (arXiv 2401.01335) uses true.",
			}),
		},
		learningRate: {
			lora: loraRate,
			full: setting(5e-7, { paper: 5e-7 }),
		},
		schedule: {
			kind: setting("cosine", {
				paper: "linear",
				why: "Same as dpo: a round has its loss.",
			}),
			warmup: setting(0.1, { paper: 0.1 }),
		},
		rows: setting(usualRows),
	},
	grpo: {
		options: {
			clip,
			beta: setting(0.04, {
				paper: 0.04,
				trl: 0,
				why: "Without it nothing limits how far the model moves.",
			}),
			normalise: setting("tokens", {
				paper: "answers",
				trl: "tokens",
				why: "Dividing by each answer's length favours long wrong answers (arXiv 2503.14476).",
			}),
			kl: setting("loss", { paper: "loss", trl: "loss" }),
			baseline: setting("normalised", {
				paper: "normalised",
				trl: "normalised",
			}),
			lengthNeutral: setting(false, { paper: false }),
			perPrompt: setting(8, {
				paper: 64,
				trl: 8,
				why: "64 are too slow on a CPU.",
			}),
			roundSteps: setting(1, { paper: 1, trl: 1 }),
			sampling: samplingDefaults,
		},
		learningRate: {
			lora: setting(1e-5, { trl: 1e-6, why: tenTimes }),
			full: setting(1e-6, { paper: 1e-6, trl: 1e-6 }),
		},
		schedule: {
			kind: setting("constant", {
				trl: "linear",
				why: "The samples follow the policy, so there is no pass over fixed data at whose end the rate should be 0.",
			}),
			warmup: setting(0.03, {
				trl: 0,
				why: "AdamW's first updates rest on one or two gradients, so they should be small.",
			}),
		},
		rows: setting(usualRows, {
			trl: 8,
			why: "Ours counts prompts, TRL's samples.",
		}),
	},
	rft: {
		options: {
			clip,
			beta: setting(0.04, { why: "Same as grpo." }),
			normalise: setting("tokens", { why: "Same as grpo." }),
			kl: setting("reward", {
				paper: "reward",
				why: "The paper maximises E r - beta KL (decision 0120).",
			}),
			baseline: setting("centred", {
				why: "docs/results.md: more demonstrations are reproduced than with normalised rewards (decision 0120).",
			}),
			lengthNeutral: setting(false, {
				why: "If length is part of what should be learned, removing its trend loses it (decision 0120).",
			}),
			rounds: setting(5, { why: likeIrft }),
			...roundDefaults,
			perPrompt: setting(4),
			rewardModel: {
				steps: setting(20, {
					why: "With too many steps on few rows the reward model memorises the rows.",
				}),
				perPrompt: setting(2),
				pairShare: setting(0.5),
				from: setting(null),
				learningRate: setting(2e-4, { why: "Same as reward-model." }),
				centre,
			},
		},
		learningRate: {
			lora: loraRate,
			full: setting(1e-6, { why: "Same as grpo." }),
		},
		schedule: {
			kind: setting("cosine", { why: likeIrft }),
			warmup: setting(0.1, { why: likeIrft }),
		},
		rows: setting(usualRows),
	},
	"reward-model": {
		options: { centre },
		learningRate: {
			lora: setting(2e-4, {
				trl: 1e-4,
				why: "Same as sft for adapters; TRL's default is half of it, for full tuning.",
			}),
			full: setting(1e-5, {
				trl: 1e-4,
				why: "Not used: reward models are adapters.",
			}),
		},
		schedule: {
			kind: setting("cosine", {
				trl: "linear",
				why: "Same as for other pairs.",
			}),
			warmup: setting(0.1, { trl: 0, why: "Same as for other pairs." }),
		},
		rows: setting(usualRows, { trl: 8, why: perDevice }),
	},
} as const;
