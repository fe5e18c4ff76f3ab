import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { interpretedSession } from "../../src/engine/interpreter/interpreted-session.ts";
import { gradients } from "../../src/grad/gradients.ts";
import type { MatrixPrecision } from "../../src/graph/graph.ts";
import { Ops } from "../../src/graph/ops.ts";
import type { GraphSession } from "../../src/graph/session.ts";
import { lower } from "../../src/runtime/lower/lower.ts";
import { openSession } from "../../src/runtime/open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-four-bits-"));
afterAll(() => rmSync(folder, { recursive: true }));

const four: MatrixPrecision = { direct: 4, transposed: 4 };
const tokens = 9;

/** Weights that 4 bits hold exactly: in every block codes times a multiplier plus an offset, in every row the largest that a byte has. */
function representable(rows: number, columns: number): Float32Array {
	const stream = new RandomStream(0, `${rows} ${columns}`);
	return Float32Array.from({ length: rows * columns }, (_, i) => {
		const column = i % columns;
		const block = Math.floor(column / 16);
		const multiplier = 4 + ((block + Math.floor(i / columns)) % 6);
		// Both ends of the codes are in every block, so that it has one grid alone.
		const code = [-8, 7][column % 16] ?? stream.integer(16) - 8;
		const step = column === columns - 1 ? 119 : multiplier * code + block;
		return step / 1000;
	});
}

/** sum (x W^T)^2 and its gradient for x, which is 2 x W^T W. */
async function results(
	[rows, columns]: readonly [number, number],
	open: (graph: ReturnType<Ops["graph"]>) => Promise<GraphSession>,
) {
	const data = representable(rows, columns);
	const file = join(folder, `${rows}.${columns}`);
	writeFileSync(file, data);
	const ops = new Ops();
	const stored = { name: "w", dtype: "F32", file, offset: 0 } as const;
	const w = ops.frozen(
		{ ...stored, shape: [rows, columns], length: data.byteLength },
		four,
	);
	const x = ops.input("x", [tokens, columns]);
	const y = ops.matmul(x, w, { transB: true });
	const [dx] = gradients(ops, ops.sum(ops.mul(y, y)), [x], {
		recompute: "nothing",
	});
	ops.output("y", y);
	ops.output("dx", dx!);
	const graph = ops.graph();
	const session = await open(graph);
	const stream = new RandomStream(1, "x");
	const found = await session.run({
		x: {
			data: Float32Array.from({ length: tokens * columns }, () =>
				stream.normal(),
			),
			dims: [tokens, columns],
		},
	});
	await session.dispose();
	return { found, graph };
}

const onnx = (graph: ReturnType<Ops["graph"]>) =>
	openSession(graph, { device: "cpu", threads: 1 });

describe("a product with weights in 4 bits", () => {
	const shapes = [
		[24, 65],
		[7, 37],
		[33, 17],
	] as const;
	it.each(shapes)(
		"of %d by %d and its gradient are the interpreter's but for the rounding of activations",
		async (...shape) => {
			const { found } = await results(shape, onnx);
			const { found: exact } = await results(shape, interpretedSession);
			for (const name of ["y", "dx"]) {
				const right = [...exact[name]!.data];
				const off = right.map((v, i) => v - found[name]!.data[i]!);
				const error = Math.hypot(...off) / Math.hypot(...right);
				expect(error, name).toBeLessThan(0.03);
				expect(error, name).toBeGreaterThan(1e-5);
			}
		},
	);

	it("reads one copy of the weights, both ways", async () => {
		const { graph } = await results([24, 65], onnx);
		const { quantized } = lower(graph, "cpu", join(folder, "none"));
		expect(quantized.map(({ form }) => form)).toEqual(["blocks"]);
		expect(quantized[0]?.codesLength).toBe((24 * 65) / 2);
	});
});
