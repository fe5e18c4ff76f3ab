/** Fine-tuning before the measurement. */
export interface Tuning {
	/** Demonstrations, and passes over them. */
	readonly rows: number;
	readonly epochs: number;
	readonly learningRate: number;
}

export type RowsName = "own" | "pairs" | "sums" | "captain" | "gsm8k";

/** A policy and preferred answers on which it is measured. */
export interface Case {
	readonly model: "lab" | "prose" | "toy" | "smollm2";
	readonly rows: RowsName;
	/** Whether the model is given a chat template that it never saw. */
	readonly foreign?: boolean;
	/** Fine-tuning on demonstrations of the same kind; missing for the model as it is. */
	readonly tuned?: Tuning;
}

const few = { rows: 60, epochs: 3, learningRate: 2e-3 };
const all = { rows: 600, epochs: 1, learningRate: 1e-3 };
const long = { rows: 600, epochs: 3, learningRate: 2e-3 };

export const cases: readonly Case[] = [
	{ model: "lab", rows: "own" },
	{ model: "lab", rows: "pairs" },
	{ model: "lab", rows: "pairs", tuned: few },
	{ model: "lab", rows: "pairs", tuned: all },
	{ model: "lab", rows: "pairs", foreign: true },
	{ model: "lab", rows: "pairs", foreign: true, tuned: few },
	{ model: "lab", rows: "pairs", foreign: true, tuned: all },
	{ model: "lab", rows: "sums" },
	{ model: "lab", rows: "sums", tuned: few },
	{ model: "lab", rows: "sums", tuned: long },
	{ model: "prose", rows: "pairs" },
	{ model: "prose", rows: "pairs", tuned: few },
	{ model: "prose", rows: "pairs", tuned: all },
	{ model: "prose", rows: "pairs", tuned: long },
	{ model: "toy", rows: "captain" },
	{
		...{ model: "toy", rows: "captain" },
		tuned: { rows: 24, epochs: 10, learningRate: 3e-3 },
	},
	{ model: "smollm2", rows: "pairs" },
	{
		...{ model: "smollm2", rows: "pairs" },
		tuned: { rows: 60, epochs: 1, learningRate: 5e-4 },
	},
	{ model: "smollm2", rows: "gsm8k" },
	{
		...{ model: "smollm2", rows: "gsm8k" },
		tuned: { rows: 60, epochs: 1, learningRate: 3e-4 },
	},
];
