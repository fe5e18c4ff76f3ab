import { TemperError } from "../../core/error.ts";
import type { Engine } from "../../engine/engine.ts";
import { onnxEngine } from "../../engine/graph-engine.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { deviceOf } from "../../runtime/device.ts";

/** Who computes for a recipe. */
export function engineOf({ engine, device }: ResolvedRecipe): Engine {
	if (engine.kind === "onnx") return onnxEngine(deviceOf(device));
	throw new TemperError("recipe", {
		where: "engine",
		expected: "onnx, the engine of this version",
		found: engine.kind,
	});
}
