import { z } from "zod";
import { alarmKinds } from "../runs/events.ts";
import type { PilotResult } from "../studies/pilot/pilot-result.ts";
import {
	type MonitorName,
	monitorNames,
} from "../studies/pilot/run-monitors.ts";

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
	questions: count.nullable(),
});

const curvePoint = z.strictObject({
	step: count,
	nll: number.nullable(),
	klGeneral: number.nullable(),
	/** Results of earlier versions lack it. */
	mTheta: number.nullable().default(null),
});

const monitors = Object.fromEntries(
	monitorNames.map((name) => [name, number.nullable()]),
) as Record<MonitorName, z.ZodNullable<typeof number>>;

const reason = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("other-rates") }),
	z.strictObject({ kind: z.literal("tied-rates") }),
	z.strictObject({ kind: z.literal("outdone"), by: text }),
	z.strictObject({ kind: z.literal("other-betas"), by: text }),
	z.strictObject({ kind: z.literal("nothing-scored") }),
	z.strictObject({ kind: z.literal("unfinished") }),
	z.strictObject({ kind: z.literal("fault"), text }),
]);

const unscored = z.strictObject({ count, reason: text });

const leash = z.strictObject({
	step: count,
	measure: z.enum(["kl", "retention"]),
	value: estimate,
	bound: number,
	strength: z.strictObject({ name: text, value: number }).nullable(),
	outcome: z
		.strictObject({
			held: z.boolean(),
			stopped: z.boolean(),
			drawnBack: number.nullable(),
			atLimit: z.boolean().optional(),
		})
		.nullable(),
});

const alarm = z.strictObject({
	alarm: z.enum(alarmKinds),
	step: count,
});

const run = z.strictObject({
	run: text,
	seed: z.int(),
	learningRate: number.min(0),
	state: z.enum(["finished", "stopped", "failed"]),
	reason: reason.nullable(),
	values,
	unscored: unscored.nullable(),
	curve: z.array(curvePoint),
	monitors: z.array(z.strictObject({ step: count, ...monitors })),
	leash: leash.nullable(),
	alarms: z.array(alarm),
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
	questions: z.record(text, count),
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

const wouldTell = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("questions"), count }),
	z.strictObject({ kind: z.literal("seeds") }),
]);

const verdict = z.strictObject({
	ship: z.boolean(),
	alpha: number.min(0).max(1),
	conditions: z.array(
		z.strictObject({
			holds: z.boolean(),
			axis: text,
			value: estimate.nullable(),
			// Results of earlier versions have none of these three.
			decisive: number.nullable().default(null),
			questions: count.nullable().default(null),
			wouldTell: wouldTell.nullable().default(null),
			bound: number,
		}),
	),
});

const note = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("asked-in-training"),
		...{ task: text, asked: count, questions: count },
	}),
	z.strictObject({
		kind: z.literal("base-unscored"),
		...{ count, reason: text },
	}),
	z.strictObject({
		kind: z.literal("turn-ends"),
		...{ taught: z.array(text), named: z.array(text) },
	}),
	z.strictObject({
		kind: z.literal("seeds-left-out"),
		...{ seeds: z.array(number), limit: number },
	}),
	z.strictObject({
		kind: z.literal("late"),
		...{ limit: number, took: number },
	}),
]);

/** The JSON of a pilot's result: nothing is missing, nothing is left over. */
export const pilotSchema: z.ZodType<PilotResult> = z.strictObject({
	version: z.literal(1),
	title: text,
	created: text,
	model: z.strictObject({ name: text, hash: text }),
	data: z.array(z.strictObject({ name: text, hash: text, rows: count })),
	machine: z.strictObject({
		...{ platform: text, cpu: text },
		...{ cores: count, memoryBytes: number.min(0) },
	}),
	versions: z.strictObject({ temper: text, node: text, onnxruntime: text }),
	notes: z.array(note),
	axes: z.array(axis),
	base: values,
	arms: z.array(arm),
	recommended: text.nullable(),
	recipe: text.nullable(),
	verdict: verdict.nullable(),
	samples: z.array(sideBySide),
	seconds: number.min(0),
});
