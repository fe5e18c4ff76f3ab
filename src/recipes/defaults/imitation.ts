import {
	perDevice,
	setting,
	type TrainingDefaults,
	usualRows,
} from "./setting.ts";

const pilotTries = "A pilot tries 0.3, 1 and 3 times ours.";

const loraRate = setting(2e-4, {
	trl: 2e-5,
	why: "TRL has one default for adapters and for full tuning, and adapters need about ten times the rate. docs/results.md is measured at 2e-4.",
});

const cosine = setting("cosine", {
	trl: "linear",
	why: "The papers of dft and simpo use a cosine.",
});

/** TRL: SFTConfig. */
const training = {
	learningRate: {
		lora: loraRate,
		full: setting(1e-5, { trl: 2e-5, why: pilotTries }),
	},
	schedule: {
		kind: cosine,
		warmup: setting(0.03, {
			trl: 0,
			why: "AdamW's first updates rest on one or two gradients, so they should be small. docs/results.md and docs/replications.md are measured at 0.03.",
		}),
	},
	rows: setting(usualRows, { trl: 8, why: perDevice }),
} as const satisfies TrainingDefaults;

const likeSft = "We do not know the paper's value; the default is that of sft.";

/** Of objectives that TRL does not have and whose papers state none that we know. */
const trainedLikeSft = {
	learningRate: {
		lora: setting(2e-4, { why: likeSft }),
		full: setting(1e-5, { why: likeSft }),
	},
	schedule: {
		kind: setting("cosine", { why: likeSft }),
		warmup: setting(0.03, { why: likeSft }),
	},
	rows: setting(usualRows),
} as const satisfies TrainingDefaults;

const manyRows =
	"A step of 256 rows needs tens of thousands of rows for a useful number of steps.";

/** What the paper of dft states; its authors' scripts are also those from which p-family's are made. */
const dftTraining = {
	learningRate: {
		lora: loraRate,
		full: setting(5e-5, { paper: 5e-5, trl: 2e-5 }),
	},
	schedule: {
		kind: setting("cosine", { paper: "cosine", trl: "linear" }),
		warmup: setting(0.1, { paper: 0.1, trl: 0 }),
	},
	rows: setting(usualRows, { paper: 256, trl: 8, why: manyRows }),
} as const satisfies TrainingDefaults;

const weightOfDft = {
	floor: setting(null, { paper: null }),
	keepEnd: setting(false, { paper: false }),
} as const;

/** Objectives on demonstrations only. */
export const imitation = {
	sft: { options: {}, ...training },
	"minor-sft": {
		options: {
			beta: setting(0.05, {
				why: "We do not know the paper's value. Sweep 0.01 to 0.5: 0.5 was best in docs/replications.md, with answers of five tokens.",
			}),
		},
		...trainedLikeSft,
	},
	dft: { options: weightOfDft, ...dftTraining },
	"p-family": {
		options: {
			q: setting(10, {
				paper: 10,
				why: "The paper tries 1 and 10 for tasks that the model knows; with 1 the gradient is that of dft.",
			}),
		},
		learningRate: {
			lora: setting(2e-4, { why: "Same as dft." }),
			full: setting(5e-5, { paper: 5e-5 }),
		},
		schedule: {
			kind: setting("cosine", {
				why: "Same as dft; the authors' scripts are based on those of dft.",
			}),
			warmup: setting(0.1, {
				why: "Same as dft; the authors' scripts are based on those of dft.",
			}),
		},
		rows: setting(usualRows, { paper: 256, why: manyRows }),
	},
	asft: {
		options: { ...weightOfDft, lambda: setting(0.05, { paper: 0.05 }) },
		...trainedLikeSft,
		schedule: {
			kind: trainedLikeSft.schedule.kind,
			warmup: setting(0.03, {
				why: "We do not know the paper's value. docs/leash.md is measured at 0.03.",
			}),
		},
	},
	"iw-sft": {
		options: { most: setting(16, { paper: 16 }) },
		...trainedLikeSft,
	},
	talr: {
		options: { floor: setting(0.01, { paper: 0.01 }) },
		...trainedLikeSft,
	},
	eaft: { options: { alpha: setting(1, { paper: 1 }) }, ...trainedLikeSft },
	psft: {
		options: {
			high: setting(0.28, { paper: 0.28 }),
			roundSteps: setting(4, {
				paper: 8,
				why: "The authors' script takes 256 rows in steps of 32. Runs here are shorter, and 4 steps give them more rounds.",
			}),
		},
		...trainedLikeSft,
		learningRate: {
			lora: setting(2e-4, { why: likeSft }),
			full: setting(1e-5, {
				paper: 1e-6,
				why: "The authors train 7B models for ten epochs. In shorter runs no ratio reaches the clip at 1e-6, and psft without the clip is sft.",
			}),
		},
		rows: setting(usualRows, {
			paper: 32,
			why: "Same as for every objective; small data sets need more steps.",
		}),
	},
} as const;
