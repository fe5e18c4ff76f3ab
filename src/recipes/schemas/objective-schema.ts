import { z } from "zod";
import { imitation } from "../defaults/imitation.ts";
import { kinds, positive, share, yesOrNo } from "./fields.ts";
import { preferenceSchemas } from "./preference-schema.ts";
import { referenceField } from "./reference-schema.ts";
import { sampledSchemas } from "./sampled-schemas.ts";

/** The default of an option. */
const usual = {
	minorSft: imitation["minor-sft"].options,
	dft: imitation.dft.options,
	pFamily: imitation["p-family"].options,
	asft: imitation.asft.options,
	iwSft: imitation["iw-sft"].options,
	talr: imitation.talr.options,
	eaft: imitation.eaft.options,
	psft: imitation.psft.options,
} as const;

const sft = z.strictObject({ kind: z.literal("sft") });

const minorSft = z.strictObject({
	kind: z.literal("minor-sft"),
	beta: positive()
		.nullable()
		.default(usual.minorSft.beta.ours)
		.describe(
			"strength of the brake; it multiplies the sum of log-ratios over an answer, so near 0 the loss is SFT and at large values an answer soon stops contributing; null if a leash steers it",
		),
	...referenceField,
});

const dftOptions = {
	floor: share()
		.nullable()
		.default(usual.dft.floor.ours)
		.describe("smallest weight of a token, max(p, floor)"),
	keepEnd: yesOrNo()
		.default(usual.dft.keepEnd.ours)
		.describe("gives turn-ending tokens weight 1"),
};

const dft = z.strictObject({ kind: z.literal("dft"), ...dftOptions });

const pFamily = z.strictObject({
	kind: z.literal("p-family"),
	q: positive(100)
		.default(usual.pFamily.q.ours)
		.describe("the exponent of p in a token's weight"),
});

const asft = z.strictObject({
	kind: z.literal("asft"),
	...dftOptions,
	lambda: positive(1000)
		.nullable()
		.default(usual.asft.lambda.ours)
		.describe(
			"weight of the KL term that anchors the policy to the model at the start; null if a leash steers it",
		),
});

const iwSft = z.strictObject({
	kind: z.literal("iw-sft"),
	most: positive(1e6)
		.default(usual.iwSft.most.ours)
		.describe("largest weight of an answer"),
	...referenceField,
});

const talr = z.strictObject({
	kind: z.literal("talr"),
	floor: share()
		.default(usual.talr.floor.ours)
		.describe("smallest weight of a token"),
});

const eaft = z.strictObject({
	kind: z.literal("eaft"),
	alpha: positive(100)
		.default(usual.eaft.alpha.ours)
		.describe("the exponent of a token's entropy as a share of the maximum"),
});

const severalSteps = "a whole number, 2 or above";

const psft = z.strictObject({
	kind: z.literal("psft"),
	high: positive(1000)
		.default(usual.psft.high.ours)
		.describe(
			"a token stops contributing once it is 1 + high times as likely as at the start of the round",
		),
	/** In a round of one step PSFT is SFT. */
	roundSteps: z
		.int({ error: severalSteps })
		.min(2, { error: severalSteps })
		.default(usual.psft.roundSteps.ours)
		.describe(
			"optimizer steps that share one snapshot of the policy, 2 or more",
		),
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
