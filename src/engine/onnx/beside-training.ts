import type { Precision } from "../../nn/parameters.ts";
import type { WeightMemory } from "../../runtime/device.ts";

/**
 * How sessions beside the learner's hold frozen weights: float32 weights stay in the checkpoint's file, whose pages are
 * shared. Weights in fewer bits are a quarter as large, and lie in no file that could be shared.
 */
export function besideTraining(precision: Precision): WeightMemory {
	return precision === "int8" ? "packed" : "mapped";
}
