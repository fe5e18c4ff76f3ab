import { TemperError } from "../core/error.ts";
import type { ShapedModel } from "../models/model.ts";
import { otherShape } from "../models/other-shape.ts";

/** Throws `weights`, naming the base's folder, unless it has the tensors of the model that was tuned from it. */
export function requireSameShapes(
	base: ShapedModel,
	model: ShapedModel,
	folder: string,
): void {
	const differs = otherShape(base, model);
	if (differs === null) return;
	throw new TemperError("weights", {
		where: `${folder}, tensor ${differs.tensor}`,
		expected: `the shape that the model's has, [${differs.wanted.join(", ")}]`,
		found: differs.found?.join(", ") ?? "none",
		hint: "base is the model that this one was tuned from.",
	});
}
