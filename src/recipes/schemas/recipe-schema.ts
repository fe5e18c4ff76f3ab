import { z } from "zod";
import { accelerators } from "../../runtime/device.ts";
import { usualRows } from "../defaults/setting.ts";
import { usualBatchTokens } from "../resolve/longest-row.ts";
import { dataSchema } from "./data-schema.ts";
import { engineSchema } from "./engine-schema.ts";
import { count, kinds, positive, seed, text, yesOrNo } from "./fields.ts";
import { leashSchema } from "./leash-schema.ts";
import { objectiveSchema } from "./objective-schema.ts";
import { optimizerSchema, scheduleSchema } from "./optimizer-schema.ts";
import { tuneSchema } from "./tune-schema.ts";
import { watchSchema } from "./watch-schema.ts";

const cadence = z
	.union(
		[z.strictObject({ every: count() }), z.literal("end"), z.literal("never")],
		{ error: 'steps between two, as { every: 50 }, or "end", or "never"' },
	)
	.default({ every: 50 });

const length = kinds(
	z.discriminatedUnion("kind", [
		z.strictObject({
			kind: z.literal("epochs"),
			count: positive(10_000).default(1),
		}),
		z.strictObject({ kind: z.literal("steps"), count: count(10_000_000) }),
	]),
	"epochs",
);

const device = kinds(
	z.discriminatedUnion("kind", [
		/** `threads` is derived when left out: all cores. `sessions` depends on the size of the model when left out. */
		z.strictObject({
			kind: z.literal("cpu"),
			threads: count(1024).nullable().default(null),
			sessions: count(64).optional(),
		}),
		z.strictObject({ kind: z.literal(accelerators) }),
	]),
	"cpu",
);

/** A recipe as a person writes it, before `extends` is followed and gaps are filled. */
export const recipeSchema = z.strictObject({
	/** A folder, or a name that `npx temper-lm pull` brought. */
	model: text("a model folder or the name of a pulled model"),
	/** The model that deviation is measured from. Derived when left out: the model itself. */
	base: text("a model folder or the name of a pulled model").optional(),
	data: dataSchema,
	objective: objectiveSchema,
	/** How far the model may move. */
	leash: leashSchema,
	tune: tuneSchema,
	optimizer: optimizerSchema.prefault({}),
	schedule: scheduleSchema,
	batch: z
		.strictObject({
			/** Rows of one optimizer step. */
			rows: count(1_000_000).default(usualRows),
			/** Tokens of one micro-batch: what is in memory at once. */
			tokens: count(1_000_000).default(usualBatchTokens),
		})
		.prefault({}),
	length: length,
	evaluate: cadence,
	save: cadence,
	/** Checkpoints to keep: the last ones, and the one with the lowest held-out loss. */
	keep: z
		.strictObject({
			last: count().default(2),
			best: yesOrNo().default(true),
		})
		.prefault({}),
	/** Tasks that score the policy while it is trained, and what an alarm does. */
	watch: watchSchema,
	/** Who computes. */
	engine: engineSchema,
	/** Where ONNX Runtime computes. The threads of a CPU are those of either engine. */
	device: device,
	/**
	 * How products with the weights of linear layers are computed. Derived when left out. ONNX Runtime: `int8` for adapters on a CPU, else
	 * `float32`; `mixed`: float32 forward, 8 bits in the gradient's way back. A model that int8 changes too much, or that
	 * cannot be rotated, takes `mixed`. `int4`: frozen weights of linear layers in 5 bits each with their factors, for models of billions of
	 * weights; it changes a model far more than int8 does. PyTorch: the type in which frozen weights are stored, `bfloat16` on GPUs, else
	 * `float32`.
	 */
	precision: z
		.enum(["float32", "mixed", "int8", "int4", "bfloat16", "nf4"])
		.optional(),
	/** Computes activations again in the backward pass instead of keeping them. */
	recompute: yesOrNo().default(false),
	seed: seed().default(0),
	/** The run folder. Derived when left out. */
	out: text("a path").optional(),
});

export type Recipe = z.output<typeof recipeSchema>;
export type Cadence = z.output<typeof cadence>;
