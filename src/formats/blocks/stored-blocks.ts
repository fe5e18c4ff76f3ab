import { join } from "node:path";
import {
	type StoredBlocks,
	type StoredDType,
	type StoredTensor,
	storedBlockSize,
} from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { showShape } from "../../core/shape.ts";
import { openSafetensors } from "../safetensors/safetensors.ts";

/** Beside the weights of a model that was unpacked from a GGUF file: the blocks of that file. */
export const blocksFile = "temper-blocks.safetensors";

/** Names of a weight's parts in that file. */
export const partsOf = (name: string) => ({
	codes: `${name}.codes`,
	scales: `${name}.scales`,
	minima: `${name}.minima`,
});

function expectPart(
	part: StoredTensor,
	dtypes: readonly StoredDType[],
	shape: readonly number[],
): void {
	const { file, name, dtype } = part;
	if (dtypes.includes(dtype) && part.shape.join() === shape.join()) return;
	throw new TemperError("weights", {
		where: `${file}, tensor ${name}`,
		expected: `${dtypes.join(" or ")} of shape ${showShape(shape)}`,
		found: `${dtype} of shape ${showShape(part.shape)}`,
		hint: "Pull the GGUF file again, or remove this file: weights are then rounded anew where few bits are asked for.",
	});
}

function blocksOf(
	{ name, shape }: StoredTensor,
	parts: ReadonlyMap<string, StoredTensor>,
): StoredBlocks | null {
	const names = partsOf(name);
	const codes = parts.get(names.codes);
	const scales = parts.get(names.scales);
	if (!codes || !scales) return null;
	const minima = parts.get(names.minima) ?? null;
	const [rows = 0, columns = 0] = shape;
	const bits = codes.dtype === "U8" ? 4 : 8;
	expectPart(codes, ["U8", "I8"], [rows, (columns * bits) / 8]);
	const perBlock = [rows, columns / storedBlockSize];
	for (const part of minima ? [scales, minima] : [scales])
		expectPart(part, ["F16"], perBlock);
	return { bits, codes, scales, minima };
}

/** The tensors of a folder with their blocks. Throws `weights` if these do not fit them. */
export async function withBlocks(
	folder: string,
	tensors: ReadonlyMap<string, StoredTensor>,
): Promise<ReadonlyMap<string, StoredTensor>> {
	const parts = (await openSafetensors(join(folder, blocksFile))).tensors;
	return new Map(
		[...tensors].map(([name, tensor]) => {
			const blocks = blocksOf(tensor, parts);
			return [name, blocks ? { ...tensor, blocks } : tensor] as const;
		}),
	);
}
