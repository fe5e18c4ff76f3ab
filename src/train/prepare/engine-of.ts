import type { Engine } from "../../engine/engine.ts";
import {
	type GraphEngine,
	onnxEngine,
} from "../../engine/onnx/graph-engine.ts";
import { torchEngine } from "../../engine/torch/torch-engine.ts";
import { usualTorchPrecision } from "../../recipes/resolve/resolve-precision.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { deviceOf } from "../../runtime/device.ts";

/** The part of a recipe that says what computes. It is plain JSON. */
export type EngineSettings = Pick<Recipe, "engine" | "device" | "precision">;

/** Opens engines: `engineOf`, or one that keeps what it has opened. */
export type EngineSource = (settings: EngineSettings) => Engine;

/**
 * The engine that a recipe asks for, to train or to measure. PyTorch measures in the recipe's precision. ONNX Runtime measures
 * likelihoods in float32 and generates the answers that it measures in the precision that is given for them.
 */
export function engineOf(
	{ engine, device, precision }: EngineSettings,
	answers: "float32" | "int8" = "float32",
): Engine {
	if (engine.kind === "onnx") return onnxEngine(deviceOf(device), answers);
	return torchEngine({
		...engine,
		precision: precision ?? usualTorchPrecision(engine).value,
		threads: deviceOf(device).threads,
	});
}

/** An engine in this process, on the recipe's device. */
export function graphEngineOf({ device }: Pick<Recipe, "device">): GraphEngine {
	return onnxEngine(deviceOf(device));
}
