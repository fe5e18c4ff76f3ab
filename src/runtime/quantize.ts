import { open } from "node:fs/promises";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { fromBfloat16, fromFloat16 } from "../core/halves.ts";
import { quantizationBlock } from "./lower/matrices.ts";
import type { QuantizedMatrix } from "./lower/quantized.ts";

/** Bytes of all matrices in the layout that the model declares. Weights are read one at a time. */
export async function quantize(
	matrices: readonly QuantizedMatrix[],
): Promise<Uint8Array> {
	const buffer = new ArrayBuffer(matrices.at(-1)?.end ?? 0);
	for (const tensor of new Set(matrices.map((matrix) => matrix.tensor))) {
		const weights = await readFloats(tensor);
		const uses = matrices.filter((matrix) => matrix.tensor === tensor);
		for (const use of uses) quantizeMatrix(weights, use, buffer);
	}
	return new Uint8Array(buffer);
}

async function readFloats(tensor: StoredTensor): Promise<Float32Array> {
	const file = await open(tensor.file);
	try {
		const bytes = new Uint8Array(tensor.length);
		await file.read(bytes, 0, tensor.length, tensor.offset);
		if (tensor.dtype === "F32") return new Float32Array(bytes.buffer);
		const halves = new Uint16Array(bytes.buffer);
		const widen = tensor.dtype === "BF16" ? fromBfloat16 : fromFloat16;
		return Float32Array.from(halves, widen);
	} catch (cause) {
		throw new TemperError("weights", {
			where: tensor.file,
			expected: `${tensor.length} bytes of ${tensor.name}`,
			found: "a file that cannot be read there",
			cause,
		});
	} finally {
		await file.close();
	}
}

/** code = round(w / scale) + 128 with scale = max |w| / 127, per block. */
function quantizeMatrix(
	weights: Float32Array,
	matrix: QuantizedMatrix,
	buffer: ArrayBuffer,
): void {
	const [rows, columns] = matrix.tensor.shape as [number, number];
	const { blocks, outputs, transposed } = matrix;
	const size = quantizationBlock;
	const codes = new Uint8Array(
		buffer,
		matrix.codesOffset,
		outputs * blocks * size,
	);
	const scales = new Float32Array(
		buffer,
		matrix.scalesOffset,
		outputs * blocks,
	);
	const inner = transposed ? rows : columns;
	// Steps through the stored matrix from one code to the next, and from one output to the next.
	const [step, stride] = transposed ? [columns, 1] : [1, columns];
	codes.fill(128);
	for (let block = 0; block < blocks; block++) {
		const first = block * size;
		const count = Math.min(size, inner - first);
		for (let out = 0; out < outputs; out++) {
			const start = out * stride + first * step;
			let top = 0;
			for (let i = 0; i < count; i++)
				top = Math.max(top, Math.abs(weights[start + i * step] as number));
			const scale = top / 127;
			scales[out * blocks + block] = scale;
			const inverse = scale > 0 ? 1 / scale : 0;
			const target = (out * blocks + block) * size;
			for (let i = 0; i < count; i++)
				codes[target + i] =
					Math.round((weights[start + i * step] as number) * inverse) + 128;
		}
	}
}
