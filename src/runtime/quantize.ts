import { open } from "node:fs/promises";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { widenBrain, widenHalf } from "../core/half.ts";
import { applyTransform } from "../graph/frozen-transform.ts";
import {
	placeOf,
	type QuantizedMatrix,
	quantizationBlock,
} from "./lower/quantized.ts";

/** Bytes of all matrices in the layout that the model declares. Weights are read one at a time. */
export async function quantize(
	matrices: readonly QuantizedMatrix[],
): Promise<Uint8Array> {
	const buffer = new ArrayBuffer(matrices.at(-1)?.end ?? 0);
	const groups = new Map<string, QuantizedMatrix[]>();
	for (const matrix of matrices) {
		const key = placeOf(matrix);
		groups.set(key, [...(groups.get(key) ?? []), matrix]);
	}
	for (const uses of groups.values()) {
		const weights = await readWeights(uses[0] as QuantizedMatrix);
		for (const use of uses)
			if (use.form === "columns") quantizeColumns(weights, use, buffer);
			else quantizeBlocks(weights, use, buffer);
	}
	return new Uint8Array(buffer);
}

async function readWeights({
	tensor,
	transform,
}: QuantizedMatrix): Promise<Float32Array> {
	const weights = await readFloats(tensor);
	if (!transform) return weights;
	const gain = transform.gain && (await readFloats(transform.gain));
	applyTransform(weights, tensor.shape, gain, transform);
	return weights;
}

async function readFloats(tensor: StoredTensor): Promise<Float32Array> {
	const file = await open(tensor.file);
	try {
		const bytes = new Uint8Array(tensor.length);
		await file.read(bytes, 0, tensor.length, tensor.offset);
		if (tensor.dtype === "F32") return new Float32Array(bytes.buffer);
		const halves = new Uint16Array(bytes.buffer);
		const floats = new Float32Array(halves.length);
		const widen = tensor.dtype === "BF16" ? widenBrain : widenHalf;
		widen(halves, floats);
		return floats;
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
	const inverses = inverseScales(weights, transposed, outputs, scales);
	const columns = transposed ? inner : outputs;
	for (let row = 0, i = 0; i < weights.length; row++)
		if (transposed) {
			const inverse = inverses[row] as number;
			for (let k = 0; k < columns; k++, i++)
				codes[k * outputs + row] = Math.round((weights[i] as number) * inverse);
		} else
			for (let o = 0; o < columns; o++, i++)
				codes[i] = Math.round((weights[i] as number) * (inverses[o] as number));
}

/** Fills in the scale of each output, and returns what weights are to be multiplied by; 0 for an output of zeros. */
function inverseScales(
	weights: Float32Array,
	transposed: boolean,
	outputs: number,
	scales: Float32Array,
): Float64Array {
	const tops = new Float64Array(outputs);
	const columns = transposed ? weights.length / outputs : outputs;
	// Weights are read in the order in which they lie.
	for (let row = 0, i = 0; i < weights.length; row++)
		for (let column = 0; column < columns; column++, i++) {
			const o = transposed ? row : column;
			const size = Math.abs(weights[i] as number);
			if (size > (tops[o] as number)) tops[o] = size;
		}
	return tops.map((top, o) => {
		scales[o] = top / 127;
		return top > 0 ? 127 / top : 0;
	});
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
	codes.fill(128);
	for (let block = 0; block < blocks; block++) {
		const count = Math.min(size, inner - block * size);
		for (let o = 0; o < outputs; o++) {
			const start = transposed
				? o * inner + block * size
				: block * size * outputs + o;
			const step = transposed ? 1 : outputs;
			let top = 0;
			for (let i = 0; i < count; i++)
				top = Math.max(top, Math.abs(weights[start + i * step] as number));
			scales[o * blocks + block] = top / 127;
			const inverse = top > 0 ? 127 / top : 0;
			const target = (o * blocks + block) * size;
			for (let i = 0; i < count; i++)
				codes[target + i] =
					Math.round((weights[start + i * step] as number) * inverse) + 128;
		}
	}
}
