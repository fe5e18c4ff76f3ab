import { z } from "zod";

const momentum = z.number().min(0).lt(1);

/** The optimizer's part of a recipe: AdamW. `learningRate` null means: derive it from what is trained. */
export const optimizerSchema = z.strictObject({
	learningRate: z.number().positive().nullable().default(null),
	/** Decay of the running means of the gradient and of its square. */
	betas: z.tuple([momentum, momentum]).default([0.9, 0.999]),
	epsilon: z.number().positive().default(1e-8),
	/** Decoupled: a step multiplies each parameter by 1 - learningRate * weightDecay. */
	weightDecay: z.number().min(0).default(0),
	/** Largest L2 norm of a step's gradient; null clips nothing. */
	clip: z.number().positive().nullable().default(1),
});

export type OptimizerOptions = z.infer<typeof optimizerSchema>;
