import { z } from "zod";
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
} from "../../recipes/parse/match-fields.ts";
import {
	count,
	nonNegative,
	positive,
	seed,
	text,
	yesOrNo,
} from "../../recipes/schemas/fields.ts";
import { questionRoles } from "./task.ts";

/** More than that tells nothing new about an effect of the order. */
const mostOrders = 24;

const choice = z
	.strictObject({
		kind: z.literal("choice"),
		options: text("the column of the options").default("options"),
		gold: text("the column of the right one").default("gold"),
		by: z.enum(["likelihood", "letter"]).default("likelihood"),
		normalise: z.enum(["tokens", "none", "unconditional"]).default("tokens"),
		unconditional: yesOrNo().default(false),
		list: z.enum(["given", "shuffled", "none"]).default("given"),
		orders: count(mostOrders).default(1),
		cue: z.string({ error: "a text, which may be empty" }).default("Answer:"),
		delimiter: z.string({ error: "a text, which may be empty" }).default(" "),
	})
	.refine(({ by, list }) => by === "letter" || list === "given", {
		path: ["list"],
		error: "nothing, unless the choice is by letter",
	})
	.refine(({ by, list, orders }) => orders === 1 || asksInOrders(by, list), {
		path: ["orders"],
		error: "1, unless the choice is by letter and the task lists the options",
	})
	.refine(({ by, unconditional }) => !unconditional || by === "likelihood", {
		path: ["unconditional"],
		error: "false, unless the choice is by likelihood",
	})
	.refine(
		({ normalise, unconditional }) =>
			normalise !== "unconditional" || unconditional,
		{
			path: ["normalise"],
			error: "tokens or none, unless the scorer has unconditional: true",
		},
	);

function asksInOrders(by: string, list: string): boolean {
	return by === "letter" && list !== "none";
}

const fewShot = z.strictObject({
	rows: text("a file of rows to draw examples from"),
	count: count(1000).default(5),
	seed: seed().default(0),
});

const program = "a program, or a list of it and its arguments";

const command = z.strictObject({
	kind: z.literal("command"),
	run: z.preprocess(
		(value) => (typeof value === "string" ? value.trim().split(/\s+/) : value),
		z.array(text(program), { error: program }).min(1, { error: program }),
	),
	timeLimit: positive(86_400).default(10),
});

/** A judge behind an endpoint, as a person writes it. */
export const judgeSpec = z.strictObject({
	kind: z.literal("judge"),
	url: z.url({
		protocol: /^https?$/,
		error: "the address of an OpenAI-compatible endpoint, https://.../v1",
	}),
	model: text("the name of a model"),
	keyVariable: z
		.string()
		.regex(/^[A-Za-z_]\w*$/, {
			error: "the name of an environment variable that holds the key",
		})
		.nullable()
		.default(null),
	temperature: nonNegative().nullable().default(0),
	criteria: text("what makes an answer the better one").default(
		"Which answer is more correct, and more helpful to who asked?",
	),
	timeLimit: positive(86_400).default(60),
});

const scorer = z.discriminatedUnion("kind", [
	z.strictObject({ kind: z.literal("nll") }),
	choice,
	z.strictObject({ kind: z.literal("exact"), ...exactFields }),
	z.strictObject({ kind: z.literal("numeric"), ...numericFields }),
	z
		.strictObject({ kind: z.literal("regex"), ...regexFields })
		.superRefine(checkPattern),
	z.strictObject({ kind: z.literal("json-schema"), ...jsonSchemaFields }),
	z.strictObject({ kind: z.literal("contains"), ...containsFields }),
	z
		.strictObject({ kind: z.literal("format"), ...formatFields })
		.superRefine(checkFormat),
	z.strictObject({ kind: z.literal("module"), ...moduleFields }),
	command,
	judgeSpec,
]);

const generate = z
	.strictObject({
		maxNewTokens: count(1 << 20).default(256),
		/** Samples; greedy if it is left out. */
		temperature: positive(100).optional(),
		topP: positive(1).optional(),
		topK: count().optional(),
		/** Every question is answered once with each. */
		seeds: z
			.array(seed(), { error: "a list of seeds" })
			.min(1, { error: "at least one seed" })
			.refine((seeds) => new Set(seeds).size === seeds.length, {
				error: "seeds that differ",
			})
			.optional(),
	})
	.superRefine(({ temperature, ...rest }, { addIssue }) => {
		if (temperature !== undefined) return;
		for (const key of ["topP", "topK", "seeds"] as const)
			if (rest[key] !== undefined)
				addIssue({
					code: "custom",
					path: [key],
					message: `nothing without a temperature, for greedy answers have no ${key}`,
				});
	});

/** A task as a person writes it. */
export const taskSchema = z.strictObject({
	name: text("a name"),
	version: z.preprocess(
		(value) => (typeof value === "number" ? String(value) : value),
		text("a version, as version: 1"),
	),
	axis: z.enum(["target", "retention", "wording", "general"]).default("target"),
	role: z.enum(questionRoles).nullable().default(null),
	rows: text("a file of rows"),
	limit: count().nullable().default(null),
	fewShot: fewShot.nullable().default(null),
	scorer: z.preprocess(
		(value) => (typeof value === "string" ? { kind: value } : value),
		scorer,
	),
	metric: z.enum(["accuracy", "mean"]).optional(),
	generate: generate.nullable().optional(),
	thoughts: z.enum(["skip", "score"], { error: "skip or score" }).optional(),
	paraphrases: text("the name of a column").nullable().default(null),
	group: text("the name of a column").nullable().default(null),
	chance: z.number({ error: "a number" }).nullable().default(null),
});

export type WrittenTask = z.output<typeof taskSchema>;
