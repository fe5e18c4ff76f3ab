import { z } from "zod";
import { nonNegative, positive } from "./fields.ts";
import { referenceField } from "./reference-schema.ts";

const nat =
	"how much a nat of log-ratio counts; larger stays nearer to the reference";

const betaRange = "a number from 0.00001 to 1000";

/** Bounded, so that its inverse stays a number in float32. */
const beta = (usual: number, meaning = nat) =>
	z
		.number({ error: betaRange })
		.min(1e-5, { error: betaRange })
		.max(1000, { error: betaRange })
		.default(usual)
		.describe(meaning);

const sft = nonNegative()
	.default(0)
	.describe("weight of a second term, the chosen answer's mean NLL");

const belowHalf = "a number from 0 up to, and without, 0.5";

/** Options of losses of -log sigma(beta h). */
export const logisticFields = {
	beta: beta(0.1),
	labelSmoothing: z
		.number({ error: belowHalf })
		.min(0, { error: belowHalf })
		.lt(0.5, { error: belowHalf })
		.default(0)
		.describe("how often a pair is labelled the wrong way round, below 0.5"),
	sft,
};

const dpo = z.strictObject({
	kind: z.literal("dpo"),
	...logisticFields,
	...referenceField,
});

const ipo = z.strictObject({
	kind: z.literal("ipo"),
	beta: beta(0.1),
	sft,
	...referenceField,
});

const hinge = z.strictObject({
	kind: z.literal("hinge"),
	beta: beta(0.1),
	sft,
	...referenceField,
});

const minorDpo = z.strictObject({
	kind: z.literal("minor-dpo"),
	beta: beta(0.1),
	sft,
	...referenceField,
});

const simpo = z.strictObject({
	kind: z.literal("simpo"),
	beta: beta(2, "how much a nat per token counts"),
	gamma: nonNegative()
		.default(1)
		.describe("the margin of rewards that is asked for"),
	sft,
});

const orpo = z.strictObject({
	kind: z.literal("orpo"),
	lambda: positive(1000)
		.default(0.1)
		.describe("strength of the odds ratio beside the chosen answer's NLL"),
});

const kto = z.strictObject({
	kind: z.literal("kto"),
	beta: beta(0.1),
	desirable: positive(1000).default(1).describe("weight of desirable answers"),
	undesirable: positive(1000)
		.default(1)
		.describe("weight of undesirable answers"),
	...referenceField,
});

/** Objectives on pairs and on answers with a verdict. */
export const preferenceSchemas = [
	dpo,
	ipo,
	hinge,
	minorDpo,
	simpo,
	orpo,
	kto,
] as const;
