import { setting } from "./setting.ts";

/** How answers are sampled in training. TRL: GRPOConfig. */
export const samplingDefaults = {
	maxNewTokens: setting(256, {
		trl: 512,
		why: "Sampling takes most of the time of a round on a CPU.",
	}),
	temperature: setting(1, { trl: 1 }),
	topK: setting(null, { trl: null }),
	topP: setting(null, { trl: null }),
	batch: setting(16),
	precision: setting(null, {
		why: "Samples in the run's own precision are the policy's own.",
	}),
} as const;
