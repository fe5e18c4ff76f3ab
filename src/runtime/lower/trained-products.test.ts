import { describe, expect, it } from "vitest";
import { RandomStream } from "../../core/random.ts";
import type { MatrixPrecision } from "../../graph/graph.ts";
import { Ops } from "../../graph/ops.ts";
import { openSession } from "../open-session.ts";

const [tokens, rows, columns] = [40, 96, 64];
const eight: MatrixPrecision = { direct: 8, transposed: 8 };
const exact: MatrixPrecision = { direct: 32, transposed: 32 };

function drawn(name: string, dims: readonly [number, number]) {
	const random = new RandomStream(5, name);
	const data = Float32Array.from({ length: dims[0] * dims[1] }, () =>
		random.normal(),
	);
	return { data, dims };
}

/** x W and x W^T on ONNX Runtime, with a row of zeros in W. */
async function products(precision: MatrixPrecision, factor = 1) {
	const ops = new Ops();
	const w = ops.inputMatrix("w", [rows, columns], precision);
	ops.output("direct", ops.matmul(ops.input("a", [tokens, rows]), w));
	const b = ops.input("b", [tokens, columns]);
	ops.output("transposed", ops.matmul(b, w, { transB: true }));
	const session = await openSession(ops.graph(), {
		device: "cpu",
		threads: 1,
	});
	const weight = drawn("w", [rows, columns]);
	weight.data.fill(0, 0, columns);
	for (let i = 0; i < columns; i++) weight.data[columns + i]! *= factor;
	const out = await session.run({
		...{ w: weight, a: drawn("a", [tokens, rows]) },
		b: drawn("b", [tokens, columns]),
	});
	await session.dispose();
	return out as Record<string, { data: Float32Array }>;
}

function error(found: Float32Array, right: Float32Array): number {
	let [off, all] = [0, 0];
	right.forEach((value, i) => {
		off += (found[i]! - value) ** 2;
		all += value ** 2;
	});
	return Math.sqrt(off / all);
}

describe("products with a trained matrix in 8 bits", () => {
	it.each(["direct", "transposed"])("%s is near float32's", async (name) => {
		const [found, right] = [await products(eight), await products(exact)];
		const off = error(found[name]!.data, right[name]!.data);
		expect(off).toBeGreaterThan(1e-5);
		expect(off).toBeLessThan(0.015);
	});

	it("a row that is a thousand times larger leaves the others their digits", async () => {
		const [found, right] = [
			await products(eight, 1000),
			await products(exact, 1000),
		];
		const others = (data: Float32Array) =>
			data.filter((_, i) => i % rows !== 1);
		const [a, b] = [found.transposed!.data, right.transposed!.data];
		expect(error(others(a), others(b))).toBeLessThan(0.015);
	});
});
