import { type StoredTensor, storedBlockSize } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { readTensor, readTensorBytes } from "../safetensors/tensor-data.ts";
import { blocksFile } from "./stored-blocks.ts";

/** Some rows of a stored tensor, as a tensor. */
export function storedRows(
	tensor: StoredTensor,
	start: number,
	count: number,
): StoredTensor {
	const { blocks: _, ...plain } = tensor;
	const [rows = 1, ...rest] = tensor.shape;
	const width = tensor.length / rows;
	return {
		...plain,
		...{ shape: [count, ...rest], length: count * width },
		offset: tensor.offset + start * width,
	};
}

/** Rows of a matrix as its blocks hold them. Throws `weights` for a file that ends too early. */
export async function readBlocks(
	{ shape, blocks }: StoredTensor,
	start = 0,
	count = shape[0] as number,
): Promise<Float32Array> {
	if (!blocks) throw new RangeError("a tensor without blocks");
	const part = (tensor: StoredTensor) => storedRows(tensor, start, count);
	const codes = await readTensorBytes(part(blocks.codes));
	const scales = await readTensor(part(blocks.scales));
	const minima = blocks.minima && (await readTensor(part(blocks.minima)));
	const size = count * (shape[1] as number);
	return Float32Array.from({ length: size }, (_, i) => {
		const block = Math.floor(i / storedBlockSize);
		const code =
			blocks.bits === 8
				? ((codes[i] as number) << 24) >> 24
				: fourBits(codes, i, minima === null);
		const scaled = code * (scales[block] as number);
		return minima ? scaled + (minima[block] as number) : scaled;
	});
}

function fourBits(codes: Uint8Array, i: number, isSigned: boolean): number {
	const code = ((codes[i >> 1] as number) >> (4 * (i & 1))) & 15;
	return isSigned && code > 7 ? code - 16 : code;
}

/** What the coarsest dtype of weights, bfloat16, may change of a value, and more. */
const roundingOf = 1 / 128;

/**
 * Throws `weights` if the first row of a weight is not what its blocks hold: a folder whose weights were replaced and whose blocks
 * were not.
 */
export async function requireSameBlocks(tensor: StoredTensor): Promise<void> {
	if (!tensor.blocks) return;
	const values = await readTensor(storedRows(tensor, 0, 1));
	const held = await readBlocks(tensor, 0, 1);
	const differs = held.findIndex(
		(value, i) =>
			!(
				Math.abs(value - (values[i] as number)) <=
				roundingOf * Math.abs(value)
			),
	);
	if (differs < 0) return;
	throw new TemperError("weights", {
		where: `${tensor.blocks.codes.file}, tensor ${tensor.name}, element ${differs}`,
		expected: `about ${values[differs]}, as ${tensor.file} has it`,
		found: `${held[differs]}`,
		hint: `The weights of this folder were changed after it was pulled: remove ${blocksFile}, or pull the model again.`,
	});
}
