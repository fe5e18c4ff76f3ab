import { z } from "zod";
import type { PilotResult } from "../studies/pilot/pilot-result.ts";

const text = z.string();
const number = z.number();
const count = z.int().min(0);

const estimate = z.strictObject({ value: number, low: number, high: number });

const values = z.record(text, estimate.nullable());

const axis = z.strictObject({
	name: text.min(1),
	role: z.enum(["target", "retention", "wording", "deviation"]),
	unit: text,
	better: z.enum(["higher", "lower"]),
	chance: number.nullable(),
	noise: number.min(0),
});

const curvePoint = z.strictObject({
	step: count,
	nll: number.nullable(),
	klGeneral: number.nullable(),
});

const run = z.strictObject({
	run: text,
	seed: z.int(),
	learningRate: number.min(0),
	state: z.enum(["finished", "stopped", "failed"]),
	reason: text.nullable(),
	values,
	curve: z.array(curvePoint),
	seconds: number.min(0),
	memoryBytes: number.min(0),
});

const arm = z.strictObject({
	name: text.min(1),
	options: text,
	leash: z.strictObject({ axis: text, bound: number }).nullable(),
	learningRate: number.min(0),
	tried: z.array(
		z.strictObject({ learningRate: number.min(0), score: number.nullable() }),
	),
	runs: z.array(run),
	values,
	gains: values,
	onFront: z.boolean(),
});

const sideBySide = z.strictObject({
	task: text,
	prompt: text,
	expected: text.nullable(),
	answers: z.array(
		z.strictObject({ by: text, text, score: number.nullable() }),
	),
});

const verdict = z.strictObject({
	ship: z.boolean(),
	conditions: z.array(
		z.strictObject({
			holds: z.boolean(),
			axis: text,
			value: estimate.nullable(),
			bound: number,
		}),
	),
});

/** The JSON of a pilot's result: nothing is missing, nothing is left over. */
export const pilotSchema: z.ZodType<PilotResult> = z.strictObject({
	version: z.literal(1),
	title: text,
	created: text,
	model: z.strictObject({ name: text, hash: text }),
	data: z.array(z.strictObject({ name: text, hash: text, rows: count })),
	machine: text,
	axes: z.array(axis),
	base: values,
	arms: z.array(arm),
	recommended: text.nullable(),
	recipe: text.nullable(),
	verdict: verdict.nullable(),
	samples: z.array(sideBySide),
	seconds: number.min(0),
});
