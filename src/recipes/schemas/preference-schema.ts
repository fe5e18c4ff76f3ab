import { z } from "zod";
import { preferences } from "../defaults/preferences.ts";
import type { Setting } from "../defaults/setting.ts";
import { nonNegative, positive } from "./fields.ts";
import { referenceField } from "./reference-schema.ts";

const nat =
	"weight of a nat of log-ratio; a larger value keeps the policy nearer to the reference";

const betaRange = "a number from 0.00001 to 1000";

/** Bounded, so that its inverse stays a number in float32. */
const beta = ({ ours }: Setting<number>, meaning = nat) =>
	z
		.number({ error: betaRange })
		.min(1e-5, { error: betaRange })
		.max(1000, { error: betaRange })
		.default(ours)
		.describe(meaning);

const sft = ({ ours }: Setting<number>) =>
	nonNegative()
		.default(ours)
		.describe("weight of a second term, the chosen answer's mean NLL");

const belowHalf = "a number from 0 up to, and without, 0.5";

/** Options of losses of -log sigma(beta h). */
export const logisticFields = (usual: {
	readonly beta: Setting<number>;
	readonly labelSmoothing: Setting<number>;
	readonly sft: Setting<number>;
}) => ({
	beta: beta(usual.beta),
	labelSmoothing: z
		.number({ error: belowHalf })
		.min(0, { error: belowHalf })
		.lt(0.5, { error: belowHalf })
		.default(usual.labelSmoothing.ours)
		.describe("assumed share of pairs with swapped labels, below 0.5"),
	sft: sft(usual.sft),
});

const dpo = z.strictObject({
	kind: z.literal("dpo"),
	...logisticFields(preferences.dpo.options),
	...referenceField,
});

const ipo = z.strictObject({
	kind: z.literal("ipo"),
	beta: beta(preferences.ipo.options.beta),
	sft: sft(preferences.ipo.options.sft),
	...referenceField,
});

const hinge = z.strictObject({
	kind: z.literal("hinge"),
	beta: beta(preferences.hinge.options.beta),
	sft: sft(preferences.hinge.options.sft),
	...referenceField,
});

const minorDpo = z.strictObject({
	kind: z.literal("minor-dpo"),
	beta: beta(preferences["minor-dpo"].options.beta),
	sft: sft(preferences["minor-dpo"].options.sft),
	...referenceField,
});

const simpo = z.strictObject({
	kind: z.literal("simpo"),
	beta: beta(preferences.simpo.options.beta, "weight of a nat per token"),
	gamma: nonNegative()
		.default(preferences.simpo.options.gamma.ours)
		.describe("the target margin between the rewards"),
	sft: sft(preferences.simpo.options.sft),
});

const orpo = z.strictObject({
	kind: z.literal("orpo"),
	lambda: positive(1000)
		.default(preferences.orpo.options.lambda.ours)
		.describe(
			"weight of the odds-ratio term, added to the chosen answer's NLL",
		),
});

const kto = z.strictObject({
	kind: z.literal("kto"),
	beta: beta(preferences.kto.options.beta),
	desirable: positive(1000)
		.default(preferences.kto.options.desirable.ours)
		.describe("weight of desirable answers"),
	undesirable: positive(1000)
		.default(preferences.kto.options.undesirable.ours)
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
