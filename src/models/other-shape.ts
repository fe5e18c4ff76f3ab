import type { ShapedModel } from "./model.ts";

/** A tensor that has another shape in a model than it should have; `found` is null if the model lacks it. */
export interface OtherShape {
	readonly tensor: string;
	readonly wanted: readonly number[];
	readonly found: readonly number[] | null;
}

/** The first tensor of a model that another one lacks or has in another shape; null if there is none. */
export function otherShape(
	other: ShapedModel,
	model: ShapedModel,
): OtherShape | null {
	for (const [tensor, { shape: wanted }] of model.tensors) {
		const found = other.tensors.get(tensor)?.shape ?? null;
		if (found?.join() !== wanted.join()) return { tensor, wanted, found };
	}
	return null;
}
