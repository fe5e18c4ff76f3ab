import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Ops } from "../graph/ops.ts";
import type { Buffers } from "../graph/session.ts";
import type { WeightMemory } from "./device.ts";
import { openSession } from "./open-session.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-mapped-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** x W of a stored W [size, size]. */
function productGraph(dtype: "F32" | "BF16", size: number) {
	const file = join(folder, dtype);
	const isFloat32 = dtype === "F32";
	const values = new (isFloat32 ? Float32Array : Uint16Array)(size * size);
	// 1 and -2 by turns.
	const [even, odd] = isFloat32 ? [1, -2] : [0x3f80, 0xc000];
	for (let i = 0; i < values.length; i++) values[i] = i % 2 === 0 ? even : odd;
	writeFileSync(file, values);
	const ops = new Ops();
	const weight = ops.frozen({
		...{ name: "weight", dtype, shape: [size, size], file, offset: 0 },
		length: values.byteLength,
	});
	ops.output("y", ops.matmul(ops.input("x", ["N", size]), weight));
	return ops.graph();
}

/** Memory of this process that no file backs, in MB. */
function ownMemory(): number {
	const status = readFileSync("/proc/self/status", "latin1");
	return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

async function runWith(
	weights: WeightMemory,
	dtype: "F32" | "BF16",
	size: number,
): Promise<{ readonly y: readonly number[]; readonly grown: number }> {
	const graph = productGraph(dtype, size);
	const x = Float32Array.from({ length: 2 * size }, (_, i) => (i % 5) - 2);
	const feeds: Buffers = { x: { data: x, dims: [2, size] } };
	const before = platform() === "linux" ? ownMemory() : 0;
	const options = { device: "cpu", threads: 1, weights } as const;
	const session = await openSession(graph, options);
	const { y } = await session.run(feeds);
	const grown = platform() === "linux" ? ownMemory() - before : 0;
	await session.dispose();
	return { y: [...(y?.data ?? [])], grown };
}

describe("weights that stay in their files", () => {
	it.each(["F32", "BF16"] as const)(
		"%s give the product of weights in memory",
		async (dtype) => {
			const mapped = await runWith("mapped", dtype, 64);
			// Sums of small integers are exact.
			expect(mapped.y).toEqual((await runWith("packed", dtype, 64)).y);
			expect(mapped.y.some((value) => value !== 0)).toBe(true);
		},
	);

	it.runIf(platform() === "linux")("are not copied", async () => {
		const megabytes = 64;
		const size = Math.sqrt((megabytes * 2 ** 20) / 4);
		const mapped = await runWith("mapped", "F32", size);
		const packed = await runWith("packed", "F32", size);
		expect(mapped.grown).toBeLessThan(megabytes / 2);
		expect(packed.grown).toBeGreaterThan(megabytes * 0.75);
	});
});
