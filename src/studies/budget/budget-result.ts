import { z } from "zod";
import type { ReadOnly } from "../../core/read-only.ts";
import { estimateSchema } from "../../stats/estimate-schema.ts";
import { axisSchema } from "../measures/axis.ts";

const text = z.string();
const positive = z.number().min(0);
const count = z.int().min(0);
const share = z.number().min(0).max(1);

const allocation = { demonstrations: count, pairs: count };
const interval = z.strictObject({ low: positive, high: positive });

/** One training of a cell. */
const trial = z.strictObject({
	seed: z.int(),
	/** Folder of the run, relative to the study's folder; of the base if nothing was trained. */
	run: text.nullable(),
	/** On the target; null if the run failed or could not be scored. */
	score: z.number().nullable(),
	/** KL(base || tuned) on the general rows, nats per token; null if it was not measured. */
	moved: z.number().nullable(),
	/** Why there is no score; null if there is one. */
	reason: text.nullable(),
	seconds: positive,
});

/** What was measured at one allocation. */
const cell = z.strictObject({
	...allocation,
	/** Of data, at the prices that were given. */
	cost: positive,
	/** `design`: bought to learn about the surface; `control`: a control of the paper, which the surface is not fitted to. */
	role: z.enum(["design", "control"]),
	/** What makes a control different: `1 epoch`, `4 epochs`; null for cells of the design. */
	control: text.nullable(),
	/** Mean over seeds and questions; null if nothing was scored. */
	score: estimateSchema.nullable(),
	/** Change from the base, paired by question. */
	gain: estimateSchema.nullable(),
	moved: estimateSchema.nullable(),
	trials: z.array(trial),
});

/** A split of a budget, with what is known of it. */
const answer = z.strictObject({
	budget: positive,
	...allocation,
	/** Share of the cost that goes to pairs. */
	share,
	/** 90% of the posterior of the best split has its share in here. */
	shareInterval: interval,
	/** Mean score of the split under the surface. */
	score: estimateSchema,
	/** How much better the best split of this budget may be, in points of the score: mean and 95% quantile over the posterior. */
	regret: z.strictObject({ mean: positive, high: positive }),
	/** Scores of demonstrations alone and of pairs alone for the whole budget; null if so many rows are not at hand, or if the kind was never measured. */
	demonstrationsAlone: estimateSchema.nullable(),
	pairsAlone: estimateSchema.nullable(),
	/** Whether a cell was measured at this split; otherwise the answer is interpolated. */
	measured: z.boolean(),
	/** Whether the split lies beyond the largest measured allocation of one kind. */
	extrapolated: z.boolean(),
	/** Whether rows in hand, and not the budget, limit the split. */
	limitedByRows: z.boolean(),
	/** Mean score of the splits of this budget, ascending by share, as far as their rows are at hand: for pictures. */
	along: z.array(
		z.strictObject({ share, ...allocation, score: estimateSchema }),
	),
});

/** How the answer for a budget changes with the ratio of the prices, at the same cost of the budget in demonstrations. */
const sensitivity = z.strictObject({
	/** Price of a pair over that of a demonstration. */
	ratio: positive,
	budget: positive,
	...allocation,
	share,
	shareInterval: interval,
	score: estimateSchema,
});

const point = z.strictObject({ demonstrations: positive, pairs: positive });

/** The JSON of a budget study's result. No key may be missing or unknown. */
export const budgetResultSchema = z.strictObject({
	version: z.literal(1),
	title: text,
	/** ISO time. */
	created: text,
	model: z.strictObject({ name: text, hash: text }),
	/** `rows` are those of the file, `prompts` those that can be used. */
	data: z.strictObject({
		demonstrations: z.strictObject({ name: text, rows: count, prompts: count }),
		pairs: z.strictObject({ name: text, rows: count, prompts: count }),
		/** Prompts that both files have. */
		shared: count,
	}),
	machine: z.strictObject({
		platform: text,
		cpu: text,
		cores: count,
		memoryBytes: positive,
	}),
	versions: z.strictObject({ temper: text, node: text, onnxruntime: text }),
	/** The target: what the score is. */
	target: axisSchema,
	/** The unit of budgets and prices: `EUR`, `minutes`, `examples`. */
	unit: text,
	/** Price of one prompt, and of an hour of this machine. */
	prices: z.strictObject({
		demonstration: positive,
		pair: positive,
		machineHour: positive,
	}),
	/** Objectives and the learning rates that tuning chose. */
	stages: z.array(
		z.strictObject({
			kind: z.enum(["demonstrations", "pairs", "untouched"]),
			objective: text,
			/** Rates that were tried at an anchor, a number of prompts, and which was chosen. */
			anchors: z.array(
				z.strictObject({
					prompts: count,
					tried: z.array(
						z.strictObject({
							learningRate: positive,
							score: z.number().nullable(),
						}),
					),
					/** Null if the rates could not be told apart here. */
					chosen: positive.nullable(),
				}),
			),
		}),
	),
	/** The base on the target. */
	base: estimateSchema.nullable(),
	/** Ascending by demonstrations, then pairs. */
	cells: z.array(cell),
	/** One for each budget, ascending. */
	answers: z.array(answer),
	/** Best score for each cost, ascending by cost: the cost-score frontier. */
	frontier: z.array(
		z.strictObject({
			cost: positive,
			...allocation,
			score: estimateSchema,
			measured: z.boolean(),
		}),
	),
	/** Lines of the same mean score through allocations, which are not whole numbers. */
	isoquants: z.array(
		z.strictObject({ score: z.number(), points: z.array(point) }),
	),
	/** Best splits as the budget grows. */
	expansion: z.array(z.strictObject({ budget: positive, ...allocation })),
	/** Mean score on a grid of allocations, row by row: for pictures. */
	map: z.strictObject({
		demonstrations: z.array(count),
		pairs: z.array(count),
		/** [demonstrations][pairs] */
		score: z.array(z.array(z.number())),
		/** Half the width of the 95% interval. */
		uncertainty: z.array(z.array(z.number())),
	}),
	/** Null if pairs or demonstrations were never measured. */
	coldStart: z
		.strictObject({
			/** The number of pairs at which it is shown. */
			pairs: count,
			/** Score of these pairs on the untouched base less that after demonstrations are plenty, without what those add themselves; below 0: a loss. */
			penalty: estimateSchema,
			/** Demonstrations that recover half and nine tenths of it under the surface; null if there is no penalty to recover. */
			half: estimateSchema.nullable(),
			mostly: estimateSchema.nullable(),
			/** Measured: pairs with a share of demonstrations before them. */
			measured: z.array(
				z.strictObject({ ...allocation, score: estimateSchema }),
			),
		})
		.nullable(),
	sensitivity: z.array(sensitivity),
	/** Change of the score by the next 100 prompts of a kind after the answer of a budget; null if the kind was never measured. */
	marginal: z.array(
		z.strictObject({
			budget: positive,
			demonstrations: estimateSchema.nullable(),
			pairs: estimateSchema.nullable(),
		}),
	),
	surface: z.strictObject({
		/** Parameters of the shape with 95% intervals; `unit` as for an axis. */
		parameters: z.array(z.strictObject({ name: text, value: estimateSchema })),
		/** Standard deviation between seeds of one cell. */
		seedNoise: positive,
		/** p value of the test that the shape fits; null if too little was measured to say. */
		fit: z.number().nullable(),
		/** Whether the shape is distrusted; then more cells are bought and the correction carries more of the answer. */
		distrusted: z.boolean(),
		/** Largest part of an answer's score that the smooth correction of the shape makes up, in points of the score. */
		correction: positive,
	}),
	bought: z.strictObject({
		/** Trials that were trained, and those of the whole grid that they stand for. */
		trials: count,
		grid: count,
		/** Why buying ended. */
		ended: z.enum(["regret", "interval", "grid", "limit", "exhausted", "open"]),
		/** What was asked. */
		asked: z.number().nullable(),
	}),
	notes: z.array(
		z.strictObject({
			kind: text,
			values: z.record(text, z.union([text, z.number()])),
		}),
	),
	seconds: positive,
});

/** Everything that a budget study found; its report is made from it. */
export type BudgetResult = ReadOnly<z.infer<typeof budgetResultSchema>>;
export type BudgetCell = BudgetResult["cells"][number];
export type BudgetAnswer = BudgetResult["answers"][number];
