import { isRounded, type Precision } from "../../nn/parameters.ts";
import type { WeightMemory } from "../../runtime/device.ts";

/**
 * How sessions that sample or score rewards beside the learner hold frozen weights: float32 weights stay in the checkpoint's file, whose pages are
 * shared. Weights in fewer bits are a quarter as large or less, and their products lose more when they are not packed.
 */
export function besideTraining(precision: Precision): WeightMemory {
	return isRounded(precision) ? "packed" : "mapped";
}
