import type { StoredDType, StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import { readTensorChunks } from "../safetensors/tensor-data.ts";

/** Bits of the exponent, all of which are set in infinities and in what is no number; halves come two to a word. */
const exponents: Partial<Record<StoredDType, readonly number[]>> = {
	F32: [0x7f800000],
	F16: [0x7c000000, 0x7c00],
	BF16: [0x7f800000, 0x7f80],
};

/** Index of the first word with a value that is not finite, or -1. */
function firstBroken(words: Uint32Array, masks: readonly number[]): number {
	const [high = 0, low = high] = masks;
	for (let i = 0; i < words.length; i++) {
		const word = words[i] as number;
		if ((word & high) === high || (word & low) === low) return i;
	}
	return -1;
}

/** Throws `weights`, naming the first of them, if a tensor of F32, F16 or BF16 holds infinities or what is no number. */
export async function requireFinite(tensor: StoredTensor): Promise<void> {
	const masks = exponents[tensor.dtype];
	if (masks === undefined) return;
	let done = 0;
	for await (const bytes of readTensorChunks(tensor)) {
		const padded =
			bytes.length % 4 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(2)]);
		const words = new Uint32Array(
			padded.buffer,
			padded.byteOffset,
			padded.length / 4,
		);
		const at = firstBroken(words, masks);
		if (at >= 0)
			throw new TemperError("weights", {
				where: `${tensor.file}, tensor ${tensor.name}`,
				expected: "finite numbers",
				found: `an infinity or NaN at byte ${done + 4 * at} of its data`,
				hint: "The file is damaged, or the training that wrote it diverged.",
			});
		done += bytes.length;
	}
}
