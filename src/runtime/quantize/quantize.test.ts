import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { RandomStream } from "../../core/random.ts";
import { applyTransform } from "../../graph/frozen-transform.ts";
import {
	QuantizedMatrices,
	type QuantizedMatrix,
	zeroCode,
} from "../lower/quantized.ts";
import { writeQuantized } from "./quantize.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-quantize-"));
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, shape: readonly number[]): StoredTensor {
	const stream = new RandomStream(0, name);
	const size = shape.reduce((product, n) => product * n, 1);
	const data = Float32Array.from({ length: size }, () => stream.normal());
	const file = join(folder, name);
	writeFileSync(file, data);
	return { name, dtype: "F32", shape, file, offset: 0, length: 4 * size };
}

const floats = ({ file }: StoredTensor) =>
	new Float32Array(new Uint8Array(readFileSync(file)).buffer);

/** The weight that codes and scales stand for, [rows, columns]. */
function restored(bytes: Buffer, m: QuantizedMatrix): Float64Array {
	const [rows, columns] = m.tensor.shape as [number, number];
	const { buffer, byteOffset } = bytes;
	const place = [buffer as ArrayBuffer, byteOffset + m.codesOffset] as const;
	const codes =
		m.codeType === "int8"
			? new Int8Array(...place, m.codesLength)
			: new Uint8Array(...place, m.codesLength);
	const scales = new Float32Array(
		...([buffer, byteOffset + m.scalesOffset, m.scalesLength / 4] as const),
	);
	const one = (inner: number, output: number) =>
		((codes[inner * m.outputs + output] as number) - zeroCode[m.codeType]) *
		(scales[m.form === "rows" ? inner : output] as number);
	return Float64Array.from({ length: rows * columns }, (_, i) => {
		const [row, column] = [Math.floor(i / columns), i % columns];
		return m.transposed ? one(column, row) : one(row, column);
	});
}

describe("quantised matrices in a file", () => {
	const tensor = stored("weight", [200, 96]);
	const gain = stored("gain", [96]);
	const uses = [
		["columns", true],
		["columns", false],
		["rows", true],
		["rows", false],
	] as const;
	const transforms = [
		null,
		{ gain, blocks: [null, 32] },
		{ gain, blocks: [8, 96] },
	];
	it.each(transforms)("hold weights to half a step, %j", async (transform) => {
		const [values, gains] = [floats(tensor), floats(gain)];
		if (transform) applyTransform(values, tensor.shape, gains, transform);
		const top = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
		const types = ["int8", "uint8"] as const;
		for (const [form, transposed, type] of uses.flatMap((use) =>
			types.map((type) => [...use, type] as const),
		)) {
			const matrices = new QuantizedMatrices(type);
			const matrix = matrices.hold({ tensor, transform }, form, transposed);
			const path = join(folder, "codes");
			await writeQuantized(path, matrices.all);
			const found = restored(readFileSync(path), matrix);
			for (const [i, value] of values.entries())
				expect(
					Math.abs((found[i] as number) - value),
					`${form} ${transposed} ${type} ${i}`,
				).toBeLessThan((top / 127) * 0.501);
		}
	});

	it("are the same bytes if a weight is read in bands", async () => {
		const tensor = stored("long", [1200, 96]);
		for (const blocks of [
			[null, 32],
			[8, null],
		]) {
			const matrices = new QuantizedMatrices();
			const leaf = { tensor, transform: { gain, blocks } };
			matrices.hold(leaf, "columns", true);
			matrices.hold(leaf, "rows", false);
			matrices.hold(leaf, "blocks", true);
			const [whole, bands] = [join(folder, "whole"), join(folder, "bands")];
			await writeQuantized(whole, matrices.all);
			await writeQuantized(bands, matrices.all, 4 * 96 * 512);
			expect(readFileSync(bands).equals(readFileSync(whole))).toBe(true);
		}
	});

	it("name a file that ends too early", async () => {
		const matrices = new QuantizedMatrices();
		const cut = { ...tensor, offset: 100 };
		matrices.hold({ tensor: cut, transform: null }, "columns", true);
		await expect(
			writeQuantized(join(folder, "cut"), matrices.all),
		).rejects.toMatchObject({ code: "weights" });
	});
});
