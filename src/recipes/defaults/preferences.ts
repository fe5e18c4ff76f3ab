import {
	perDevice,
	setting,
	type TrainingDefaults,
	usualRows,
} from "./setting.ts";

const loraRate = setting(1e-5, {
	trl: 1e-6,
	why: "Ten times the rate of full tuning, as is usual for adapters (decision 0063).",
});

const cosine = setting("cosine", {
	trl: "linear",
	why: "simpo's authors use a cosine.",
});

const warmup = setting(0.1, {
	trl: 0,
	why: "simpo's authors use 0.1; those of dpo and kto 150 steps.",
});

/** Of objectives whose papers state none that we know. TRL: DPOConfig. */
const training = {
	learningRate: {
		lora: loraRate,
		full: setting(1e-6, { trl: 1e-6, why: "TRL's (decision 0063)." }),
	},
	schedule: { kind: cosine, warmup },
	rows: setting(usualRows, { trl: 8, why: perDevice }),
} as const satisfies TrainingDefaults;

const second = setting(0, {
	why: "1 in arXiv 2404.19733: a remedy if the chosen answers become less likely.",
});

const likeDpo = "We do not know the paper's value; the default is that of dpo.";

const beta = setting(0.1, { trl: 0.1 });

/** Objectives on pairs and on answers with a verdict. */
export const preferences = {
	dpo: {
		options: {
			beta: setting(0.1, { paper: 0.1, trl: 0.1 }),
			labelSmoothing: setting(0, { paper: 0, trl: 0 }),
			sft: second,
		},
		learningRate: {
			lora: loraRate,
			full: setting(1e-6, {
				paper: 5e-7,
				trl: 1e-6,
				why: "TRL's, for AdamW; the authors' 5e-7 is for RMSprop (decision 0063).",
			}),
		},
		schedule: {
			kind: setting("cosine", {
				paper: "constant",
				trl: "linear",
				why: "A run ends at a rate of 0, whatever its length.",
			}),
			warmup: setting(0.1, {
				paper: "150 steps",
				trl: 0,
				why: "A share fits runs of every length.",
			}),
		},
		rows: training.rows,
	},
	ipo: { options: { beta, sft: second }, ...training },
	hinge: { options: { beta, sft: second }, ...training },
	"minor-dpo": {
		options: {
			beta: setting(0.1, { why: likeDpo }),
			sft: second,
		},
		learningRate: {
			lora: setting(1e-5, { why: likeDpo }),
			full: setting(1e-6, { why: likeDpo }),
		},
		schedule: {
			kind: setting("cosine", { why: likeDpo }),
			warmup: setting(0.1, { why: likeDpo }),
		},
		rows: setting(usualRows),
	},
	simpo: {
		options: {
			beta: setting(2, {
				paper: 2,
				trl: 0.1,
				why: "TRL's default is shared with another loss.",
			}),
			gamma: setting(1, {
				paper: 1,
				trl: 0.5,
				why: "The authors take half of beta.",
			}),
			sft: second,
		},
		learningRate: {
			lora: loraRate,
			full: setting(1e-6, {
				paper: 6e-7,
				trl: 1e-6,
				why: "The authors search 3e-7 to 1e-6 for models of 7B and 8B parameters.",
			}),
		},
		schedule: {
			kind: setting("cosine", { paper: "cosine", trl: "linear" }),
			warmup: setting(0.1, { paper: 0.1, trl: 0 }),
		},
		rows: training.rows,
	},
	orpo: {
		options: { lambda: setting(0.1, { paper: 0.1, trl: 0.1 }) },
		learningRate: {
			lora: setting(2e-4, {
				trl: 1e-6,
				why: "Same as sft, which is the larger part of this loss (decision 0063).",
			}),
			full: setting(1e-5, {
				paper: 5e-6,
				trl: 1e-6,
				why: "Same as sft, which is the larger part of this loss (decision 0063).",
			}),
		},
		schedule: {
			kind: setting("cosine", {
				paper: "inverse square root",
				trl: "linear",
				why: "A run ends at a rate of 0, whatever its length.",
			}),
			warmup: setting(0.1, {
				paper: "200 steps",
				trl: 0,
				why: "A share fits runs of every length.",
			}),
		},
		rows: training.rows,
	},
	kto: {
		options: {
			beta: setting(0.1, { paper: 0.1, trl: 0.1 }),
			desirable: setting(1, { paper: 1, trl: 1 }),
			undesirable: setting(1, { paper: 1, trl: 1 }),
		},
		learningRate: {
			lora: loraRate,
			full: setting(1e-6, {
				paper: 5e-6,
				trl: 1e-6,
				why: "TRL's (decision 0063); a pilot tries 0.3, 1 and 3 times ours.",
			}),
		},
		schedule: {
			kind: cosine,
			warmup: setting(0.1, {
				paper: "150 steps",
				trl: 0,
				why: "A share fits runs of every length.",
			}),
		},
		rows: training.rows,
	},
} as const;
