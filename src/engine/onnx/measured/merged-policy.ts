import { openModel } from "../../../formats/open-model.ts";
import { matchAdapter } from "../../../formats/peft/match-adapter.ts";
import { addProduct } from "../../../formats/peft/merge.ts";
import { readAdapter } from "../../../formats/peft/read-adapter.ts";
import type { Model } from "../../../models/model.ts";
import type { Trainable } from "../../../nn/parameters.ts";
import { Policy } from "../../../policy/policy.ts";
import { requireSameShapes } from "../../../policy/same-shapes.ts";
import type { ModelParts } from "../../measured.ts";

/**
 * All weights of a model, an adapter's product added to them, as the trained arrays of a graph over `like`. Throws
 * `weights` for a model of other shapes and for an adapter of another model.
 */
export async function mergedPolicy(
	trainables: readonly Pick<Trainable, "name" | "shape">[],
	{ model: folder, adapter: path }: ModelParts,
	like: Model,
): Promise<Policy> {
	const { model } = await openModel(folder, { checkValues: true });
	requireSameShapes(like, model, folder);
	const policy = await Policy.base(trainables, model, { kind: "full" });
	if (path === null) return policy;
	const read = await readAdapter(path);
	const adapter = matchAdapter(read, model.architecture, path);
	for (const [module, factors] of adapter.modules) {
		const weight = policy.values.get(`${module}.weight`);
		if (weight !== undefined) addProduct(weight, adapter, factors);
	}
	return policy;
}
