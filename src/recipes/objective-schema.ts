import { z } from "zod";
import { kinds, positive, share, yesOrNo } from "./fields.ts";

const sft = z.strictObject({ kind: z.literal("sft") });

const minorSft = z.strictObject({
	kind: z.literal("minor-sft"),
	/** Strength of the brake, on the sum of log-ratios over an answer. */
	beta: positive().default(0.05),
});

const dft = z.strictObject({
	kind: z.literal("dft"),
	/** Least weight of a token: max(p, floor). */
	floor: share().nullable().default(null),
	/** Gives turn-ending tokens weight 1. */
	keepEnd: yesOrNo().default(false),
});

export const objectiveSchema = kinds(
	z.discriminatedUnion("kind", [sft, minorSft, dft]),
	"sft",
);

export type ObjectiveRecipe = z.output<typeof objectiveSchema>;

/** Learning rate of full fine-tuning where the recipe names none. DFT: arXiv 2508.05629. */
export const fullLearningRate: Readonly<
	Record<ObjectiveRecipe["kind"], number>
> = { sft: 1e-5, "minor-sft": 1e-5, dft: 5e-5 };
