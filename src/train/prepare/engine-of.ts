import { TemperError } from "../../core/error.ts";
import type { Engine } from "../../engine/engine.ts";
import {
	type GraphEngine,
	onnxEngine,
} from "../../engine/onnx/graph-engine.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { deviceOf } from "../../runtime/device.ts";

/** The engine that a recipe asks for. */
export function engineOf(recipe: ResolvedRecipe): Engine {
	const { kind } = recipe.engine;
	if (kind === "onnx") return graphEngineOf(recipe);
	throw new TemperError("recipe", {
		where: "engine",
		expected: "onnx, the engine of this version",
		found: kind,
	});
}

/** An engine in this process, on the recipe's device. */
export function graphEngineOf({
	device,
}: Pick<ResolvedRecipe, "device">): GraphEngine {
	return onnxEngine(deviceOf(device));
}
