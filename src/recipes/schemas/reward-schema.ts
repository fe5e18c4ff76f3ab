import { resolve } from "node:path";
import { z } from "zod";
import type { RewardSpec } from "../../rewards/reward-spec.ts";
import { isRecord } from "../parse/is-record.ts";
import {
	checkFormat,
	checkPattern,
	containsFields,
	exactFields,
	formatFields,
	jsonSchemaFields,
	moduleFields,
	numericFields,
	regexFields,
} from "../parse/match-fields.ts";
import { count, text } from "./fields.ts";

const weighted = {
	/** What the reward is called in logs and errors; derived from its kind when left out. */
	name: text("a name").nullable().default(null),
	/** Its factor in the sum; 0 only watches, and a negative one punishes. */
	weight: z.number({ error: "a number" }).default(1),
};

const judging = {
	...weighted,
	/** Whether thoughts are judged with the answer. */
	thoughts: z.enum(["skip", "score"], { error: "skip or score" }).optional(),
};

const exact = z.strictObject({
	kind: z.literal("exact"),
	...judging,
	...exactFields,
});

const numeric = z.strictObject({
	kind: z.literal("numeric"),
	...judging,
	...numericFields,
});

const regex = z
	.strictObject({ kind: z.literal("regex"), ...judging, ...regexFields })
	.superRefine(checkPattern);

const jsonSchema = z.strictObject({
	kind: z.literal("json-schema"),
	...judging,
	...jsonSchemaFields,
});

const contains = z.strictObject({
	kind: z.literal("contains"),
	...judging,
	...containsFields,
});

const length = z
	.strictObject({
		kind: z.literal("length"),
		...weighted,
		/** Bounds in characters, both included. */
		least: z.int({ error: "a whole number, 0 or above" }).min(0).default(0),
		most: count().nullable().default(null),
	})
	.refine(({ least, most }) => most === null || least <= most, {
		path: ["most"],
		error: "no fewer characters than least",
	});

const format = z
	.strictObject({ kind: z.literal("format"), ...weighted, ...formatFields })
	.superRefine(checkFormat);

const module = z.strictObject({
	kind: z.literal("module"),
	...judging,
	...moduleFields,
});

const model = z.strictObject({
	kind: z.literal("model"),
	...weighted,
	/** The folder of a saved reward model. */
	path: text("the folder of a reward model"),
});

const one = z.discriminatedUnion("kind", [
	exact,
	numeric,
	regex,
	jsonSchema,
	contains,
	length,
	format,
	module,
	model,
]);

/** One as a list of one, and a bare word as its kind. */
function asList(value: unknown): unknown {
	const list = Array.isArray(value) ? value : [value];
	if (value === undefined) return value;
	return list.map((part) => (typeof part === "string" ? { kind: part } : part));
}

/** A weighted sum of rewards: `numeric`, `{ kind: length, most: 400 }`, or a list of them. */
export const rewardsSchema = z.preprocess(
	asList,
	z
		.array(one, { error: "a reward, or a list of rewards" })
		.min(1, { error: "at least one reward" })
		.superRefine((rewards, { addIssue }) => {
			const names = rewards.map(({ name }) => name);
			for (const [index, name] of names.entries())
				if (name !== null && names.indexOf(name) < index)
					addIssue({
						code: "custom",
						path: [index, "name"],
						message: "a name that no other reward has",
					});
		}),
) satisfies z.ZodType<readonly RewardSpec[]>;

/** Makes the paths of unchecked rewards absolute: relative ones are relative to the folder of who wrote them. */
export function anchorRewards(value: unknown, folder: string): unknown {
	if (Array.isArray(value))
		return value.map((one) => anchorRewards(one, folder));
	if (!isRecord(value)) return value;
	const out = { ...value };
	for (const key of ["path", "schema"]) {
		const path = out[key];
		if (typeof path === "string" && path !== "")
			out[key] = resolve(folder, path);
	}
	return out;
}
