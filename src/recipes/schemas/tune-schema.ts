import { z } from "zod";
import { count, kinds, positive, share, text, yesOrNo } from "./fields.ts";

const lora = z.strictObject({
	kind: z.literal("lora"),
	rank: count(4096).default(8),
	/** Derived when left out: twice the rank. */
	alpha: positive().optional(),
	dropout: share().default(0),
	/** Scales by alpha / sqrt(rank) instead of alpha / rank (arXiv 2312.03732). */
	rslora: yesOrNo().default(false),
	/** Linear layers to adapt, by the upstream's names (`q_proj`); the head is not among "all-linear". */
	targets: z
		.union([z.literal("all-linear"), z.array(text("a layer name")).min(1)], {
			error: 'the word "all-linear" or a list of layer names',
		})
		.default("all-linear"),
	/** A PEFT folder to continue from, of the same rank and layers; new adapters if it is null. */
	from: text("the folder of an adapter").nullable().default(null),
});

const full = z.strictObject({ kind: z.literal("full") });

export const tuneSchema = kinds(
	z.discriminatedUnion("kind", [lora, full]),
	"lora",
);

export type TuneRecipe = z.output<typeof tuneSchema>;
