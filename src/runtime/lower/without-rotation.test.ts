import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RandomStream } from "../../core/random.ts";
import { Ops } from "../../graph/ops.ts";
import { openSession } from "../open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-straight-"));
afterAll(() => rmSync(folder, { recursive: true }));

const [tokens, inner, outputs] = [3, 16, 8];
const stream = new RandomStream(0, "straight");

/** Whole numbers to 127, which every row and column has: rounding to bytes leaves them as they are. */
function whole(rows: number, columns: number): Float32Array {
	return Float32Array.from({ length: rows * columns }, (_, i) =>
		i % columns === Math.floor(i / columns) % columns || i < columns
			? 127
			: stream.integer(255) - 127,
	);
}

const x = whole(tokens, inner);
const w = whole(inner, outputs);
const file = join(folder, "weight");
writeFileSync(file, w);

/** The largest error of (x W R) R^T. */
async function errorOf(readTwice: boolean): Promise<number> {
	const ops = new Ops();
	const stored = { name: "w", dtype: "F32", file, offset: 0 } as const;
	const weight = ops.frozen(
		{ ...stored, shape: [inner, outputs], length: w.byteLength },
		{ direct: 8, transposed: 8 },
		{ gain: null, blocks: [null, 4] },
	);
	const rotated = ops.matmul(ops.input("x", [tokens, inner]), weight);
	const back = { axis: 1, block: 4, inverse: true };
	ops.output("y", ops.rotateBlocks(rotated, back));
	if (readTwice) ops.output("rotated", rotated);
	const device = { device: "cpu", threads: 1 } as const;
	const session = await openSession(ops.graph(), device);
	const { y } = await session.run({ x: { data: x, dims: [tokens, inner] } });
	await session.dispose();
	const off = [...y!.data].map((value, i) => {
		const [row, column] = [Math.floor(i / outputs), i % outputs];
		let exact = 0;
		for (let k = 0; k < inner; k++)
			exact += x[row * inner + k]! * w[k * outputs + column]!;
		return Math.abs(value - exact);
	});
	return Math.max(...off);
}

test("a product that is only rotated back is one with the weight as stored", async () => {
	expect(await errorOf(false)).toBeLessThan(0.1);
});

test("a product that is read elsewhere too stays rotated, and is rounded there", async () => {
	expect(await errorOf(true)).toBeGreaterThan(1);
});
