import { open } from "node:fs/promises";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { fromBfloat16, fromFloat16 } from "../core/halves.ts";
import { type QuantizedMatrix, quantizationBlock } from "./lower/quantized.ts";

/** Bytes of all matrices in the layout that the model declares. Weights are read one at a time. */
export async function quantize(
	matrices: readonly QuantizedMatrix[],
): Promise<Uint8Array> {
	const buffer = new ArrayBuffer(matrices.at(-1)?.end ?? 0);
	const groups = new Map<string, QuantizedMatrix[]>();
	for (const matrix of matrices) {
		const key = `${matrix.tensor.file} ${matrix.tensor.offset}`;
		groups.set(key, [...(groups.get(key) ?? []), matrix]);
	}
	for (const uses of groups.values()) {
		const weights = await readFloats((uses[0] as QuantizedMatrix).tensor);
		for (const use of uses)
			if (use.form === "columns") quantizeColumns(weights, use, buffer);
			else quantizeBlocks(weights, use, buffer);
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

/** code = round(w / scale) with scale = max |w| / 127 over everything that one output reads. */
function quantizeColumns(
	weights: Float32Array,
	matrix: QuantizedMatrix,
	buffer: ArrayBuffer,
): void {
	const { inner, outputs, transposed } = matrix;
	const codes = new Int8Array(buffer, matrix.codesOffset, matrix.codesLength);
	const scales = new Float32Array(buffer, matrix.scalesOffset, outputs);
	// Steps through the stored matrix along the inner axis, and from one output to the next.
	const [step, stride] = transposed ? [1, inner] : [outputs, 1];
	for (let o = 0; o < outputs; o++) scales[o] = 0;
	for (let k = 0; k < inner; k++)
		for (let o = 0; o < outputs; o++) {
			const size = Math.abs(weights[o * stride + k * step] as number);
			if (size > (scales[o] as number)) scales[o] = size;
		}
	for (let o = 0; o < outputs; o++)
		scales[o] = (scales[o] as number) / 127 || 1;
	for (let k = 0; k < inner; k++)
		for (let o = 0; o < outputs; o++)
			codes[k * outputs + o] = Math.round(
				(weights[o * stride + k * step] as number) / (scales[o] as number),
			);
}

/** code = round(w / scale) + 128 with scale = max |w| / 127, per block of the inner axis. */
function quantizeBlocks(
	weights: Float32Array,
	matrix: QuantizedMatrix,
	buffer: ArrayBuffer,
): void {
	const { inner, outputs, transposed } = matrix;
	const size = quantizationBlock;
	const blocks = Math.ceil(inner / size);
	const codes = new Uint8Array(buffer, matrix.codesOffset, matrix.codesLength);
	const scales = new Float32Array(
		buffer,
		matrix.scalesOffset,
		outputs * blocks,
	);
	const [step, stride] = transposed ? [1, inner] : [outputs, 1];
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
