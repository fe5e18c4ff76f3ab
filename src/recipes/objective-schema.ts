import { z } from "zod";
import { kinds, positive, share, yesOrNo } from "./fields.ts";
import { preferenceSchemas } from "./preference-schema.ts";
import { sampledSchemas } from "./sampled-schemas.ts";

const sft = z.strictObject({ kind: z.literal("sft") });

const minorSft = z.strictObject({
	kind: z.literal("minor-sft"),
	/** Strength of the brake, on the sum of log-ratios over an answer. */
	beta: positive().default(0.05),
});

const dftOptions = {
	/** Least weight of a token: max(p, floor). */
	floor: share().nullable().default(null),
	/** Gives turn-ending tokens weight 1. */
	keepEnd: yesOrNo().default(false),
};

const dft = z.strictObject({ kind: z.literal("dft"), ...dftOptions });

const pFamily = z.strictObject({
	kind: z.literal("p-family"),
	/** The power of p in a token's weight. */
	q: positive(100).default(1),
});

const asft = z.strictObject({
	kind: z.literal("asft"),
	...dftOptions,
	/** Strength of the anchor, KL(start || policy). */
	lambda: positive(1000).default(0.05),
});

const iwSft = z.strictObject({
	kind: z.literal("iw-sft"),
	/** Largest weight of an answer. */
	most: positive(1e6).default(16),
});

const talr = z.strictObject({
	kind: z.literal("talr"),
	/** Least weight of a token. */
	floor: share().default(0.01),
});

const eaft = z.strictObject({
	kind: z.literal("eaft"),
	/** The power of a token's share of the largest entropy. */
	alpha: positive(100).default(1),
});

const severalSteps = "a whole number, 2 or above";

const psft = z.strictObject({
	kind: z.literal("psft"),
	/** A token teaches nothing more once it is 1 + high times as likely as at the start of the round. */
	high: positive(1000).default(0.28),
	/** Optimizer steps that share one snapshot of the policy: in a round of one step PSFT is SFT. */
	roundSteps: z
		.int({ error: severalSteps })
		.min(2, { error: severalSteps })
		.default(4),
});

export const objectiveSchema = kinds(
	z.discriminatedUnion("kind", [
		sft,
		minorSft,
		dft,
		pFamily,
		asft,
		iwSft,
		talr,
		eaft,
		psft,
		...preferenceSchemas,
		...sampledSchemas,
	]),
	"sft",
);

export type ObjectiveRecipe = z.output<typeof objectiveSchema>;
