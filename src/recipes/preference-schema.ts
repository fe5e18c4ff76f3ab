import { z } from "zod";
import { nonNegative, positive } from "./fields.ts";

const betaRange = "a number from 0.00001 to 1000";

/** How many nats make a difference. Bounded, so that its inverse stays a number in float32. */
const beta = (usual: number) =>
	z
		.number({ error: betaRange })
		.min(1e-5, { error: betaRange })
		.max(1000, { error: betaRange })
		.default(usual);

/** Weight of the mean NLL of the chosen answer. */
const sft = nonNegative().default(0);

const belowHalf = "a number from 0 up to, and without, 0.5";

/** Options of losses of -log sigma(beta h). */
export const logisticFields = {
	beta: beta(0.1),
	/** How often a pair is labelled the wrong way round. */
	labelSmoothing: z
		.number({ error: belowHalf })
		.min(0, { error: belowHalf })
		.lt(0.5, { error: belowHalf })
		.default(0),
	sft,
};

const dpo = z.strictObject({ kind: z.literal("dpo"), ...logisticFields });

const ipo = z.strictObject({ kind: z.literal("ipo"), beta: beta(0.1), sft });

const hinge = z.strictObject({
	kind: z.literal("hinge"),
	beta: beta(0.1),
	sft,
});

const minorDpo = z.strictObject({
	kind: z.literal("minor-dpo"),
	beta: beta(0.1),
	sft,
});

const simpo = z.strictObject({
	kind: z.literal("simpo"),
	beta: beta(2),
	/** The margin of rewards that is asked for. */
	gamma: nonNegative().default(1),
	sft,
});

const orpo = z.strictObject({
	kind: z.literal("orpo"),
	/** Strength of the odds ratio beside the chosen answer's NLL. */
	lambda: positive(1000).default(0.1),
});

const kto = z.strictObject({
	kind: z.literal("kto"),
	beta: beta(0.1),
	/** Weights of desirable and of undesirable answers. */
	desirable: positive(1000).default(1),
	undesirable: positive(1000).default(1),
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
