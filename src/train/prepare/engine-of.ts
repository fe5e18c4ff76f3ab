import type { Engine } from "../../engine/engine.ts";
import {
	type GraphEngine,
	onnxEngine,
} from "../../engine/onnx/graph-engine.ts";
import { torchEngine } from "../../engine/torch/torch-engine.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { deviceOf } from "../../runtime/device.ts";

/** The engine that a recipe asks for. */
export function engineOf(recipe: ResolvedRecipe): Engine {
	const { engine, device, precision } = recipe;
	if (engine.kind === "onnx") return graphEngineOf(recipe);
	return torchEngine({
		...engine,
		...{ precision, threads: deviceOf(device).threads },
	});
}

/** An engine in this process, on the recipe's device. */
export function graphEngineOf({
	device,
}: Pick<ResolvedRecipe, "device">): GraphEngine {
	return onnxEngine(deviceOf(device));
}
