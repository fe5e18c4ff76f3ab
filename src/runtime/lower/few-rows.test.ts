import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { Ops } from "../../graph/ops.ts";
import { OnnxSession } from "../onnx-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-few-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [inner, outputs] = [24, 8];
const stream = new RandomStream(0, "few rows");
const normals = (size: number) =>
	Float32Array.from({ length: size }, () => stream.normal());

const w = normals(inner * outputs);
const file = join(folder, "weight");
writeFileSync(file, w);

/** x W in 8 bits in a graph with a cache, which rows step through by a token. */
async function product(x: Float32Array): Promise<Float32Array> {
	const ops = new Ops();
	const stored = { name: "w", dtype: "F32", file, offset: 0 } as const;
	const weight = ops.frozen(
		{ ...stored, shape: [inner, outputs], length: w.byteLength },
		{ direct: 8, transposed: 8 },
	);
	ops.output("y", ops.matmul(ops.input("x", ["N", inner]), weight));
	const [heads, past] = [["N", 2] as const, ["N", 1, "M", 2] as const];
	const parts = [
		...["q", "k", "v"].map((name) => ops.input(name, heads)),
		...["pastKey", "pastValue"].map((name) => ops.input(name, past)),
		ops.input("bias", ["N", 1, 1, "M+1"]),
	] as const;
	const attributes = { heads: 1, kvHeads: 1, headDim: 2, scale: 1 };
	const [q, k, v, pastKey, pastValue, bias] = parts;
	const operands = [q!, k!, v!, pastKey!, pastValue!, bias!] as const;
	ops.output("mix", ops.emit("cachedAttention", operands, attributes)[0]);
	const session = await OnnxSession.create(ops.graph(), {
		...{ device: "cpu", threads: 1 },
	});
	const N = x.length / inner;
	const zeros = (...dims: number[]) => ({
		data: new Float32Array(dims.reduce((size, n) => size * n, 1)),
		dims,
	});
	const { y } = await session.run({
		x: { data: x, dims: [N, inner] },
		...{ q: zeros(N, 2), k: zeros(N, 2), v: zeros(N, 2) },
		...{ pastKey: zeros(N, 1, 1, 2), pastValue: zeros(N, 1, 1, 2) },
		bias: zeros(N, 1, 1, 2),
	});
	await session.dispose();
	return y!.data as Float32Array;
}

test("a row of zeros gives zeros, and rows do not depend on those beside them", async () => {
	const row = normals(inner);
	const alone = await product(row);
	const exact = Float32Array.from({ length: outputs }, (_, j) =>
		row.reduce((sum, value, i) => sum + value * w[i * outputs + j]!, 0),
	);
	for (const [j, value] of alone.entries())
		expect(Math.abs(value - exact[j]!)).toBeLessThan(0.2);
	const large = row.map((value) => 1000 * value);
	const together = await product(
		Float32Array.of(...new Float32Array(inner), ...row, ...large),
	);
	expect(Math.max(...together.subarray(0, outputs).map(Math.abs))).toBe(0);
	expect(together.subarray(outputs, 2 * outputs)).toEqual(alone);
});
