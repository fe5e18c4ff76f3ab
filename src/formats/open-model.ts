import { join } from "node:path";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import {
	headTensor,
	type Model,
	matchModel,
	type ShapedModel,
} from "../models/model.ts";
import { requireSameBlocks } from "./blocks/block-values.ts";
import { requireFinite } from "./json/require-finite.ts";
import { type ModelFiles, openModelFiles } from "./model-files.ts";
import { readTensor, readTensorChunks } from "./safetensors/tensor-data.ts";

export interface OpenedModel extends OpenedShape {
	readonly model: Model;
}

/** A model folder of which only the shape need be known. */
export interface OpenedShape {
	readonly files: ModelFiles;
	readonly model: ShapedModel;
}

/**
 * Opens a model folder and checks that it is one: its tensors fit its config, a tied head that is stored anyway
 * equals the embedding, and, if the caller will compute with them, the weights are finite numbers and what their blocks hold.
 * Throws `weights`.
 */
export async function openModel(
	folder: string,
	{ checkValues }: { readonly checkValues: boolean },
): Promise<OpenedModel> {
	const files = await openModelFiles(folder);
	const { config, tensors } = files;
	const model = matchModel(config, tensors, join(folder, "config.json"));
	const head = tensors.get(headTensor);
	const embedding = model.tensors.get(model.architecture.head);
	if (head !== undefined && embedding !== undefined && head !== embedding)
		await requireEqual(head, embedding);
	if (checkValues)
		for (const tensor of model.tensors.values()) {
			await requireFinite(tensor);
			await requireSameBlocks(tensor);
		}
	return { files, model };
}

/** transformers computes with the stored head, Temper with the embedding: they must be one. */
async function requireEqual(
	head: StoredTensor,
	embedding: StoredTensor,
): Promise<void> {
	if (await sameValues(head, embedding)) return;
	throw new TemperError("weights", {
		where: `${head.file}, tensor ${head.name}`,
		expected: `the values of ${embedding.name}, since the config ties the two`,
		found: "different values",
		hint: 'If the model has a head of its own, config.json should say "tie_word_embeddings": false.',
	});
}

async function sameValues(a: StoredTensor, b: StoredTensor): Promise<boolean> {
	if (a.shape.join() !== b.shape.join()) return false;
	if (a.dtype !== b.dtype) {
		const [one, other] = [await readTensor(a), await readTensor(b)];
		return one.every((value, i) => value === other[i]);
	}
	const others = readTensorChunks(b)[Symbol.asyncIterator]();
	for await (const bytes of readTensorChunks(a)) {
		const { value } = await others.next();
		if (value === undefined || Buffer.compare(bytes, value) !== 0) return false;
	}
	return true;
}
