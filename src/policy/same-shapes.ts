import { TemperError } from "../core/error.ts";
import type { Model } from "../models/model.ts";

/** Throws `weights`, naming the base's folder, unless it has the tensors of the model that was tuned from it. */
export function requireSameShapes(
	base: Model,
	model: Model,
	folder: string,
): void {
	for (const [name, { shape }] of model.tensors)
		if (base.tensors.get(name)?.shape.join() !== shape.join())
			throw new TemperError("weights", {
				where: `${folder}, tensor ${name}`,
				expected: `the shape that the model's has, [${shape.join(", ")}]`,
				found: base.tensors.get(name)?.shape.join(", ") ?? "none",
				hint: "base is the model that this one was tuned from.",
			});
}
