import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { interpret } from "../graph/interpret/interpret.ts";
import { Ops } from "../graph/ops.ts";
import type { Buffer as Values } from "../graph/session.ts";
import { operationCases } from "../graph/testing/cases.ts";
import { lower } from "./lower/lower.ts";
import { openSession } from "./open-session.ts";
import { operationGraph } from "./testing/operation-graph.ts";

describe("every operation on the CPU agrees with the interpreter, forward and backward", () => {
	for (const [n, test] of operationCases.entries())
		it(`${n} ${test.op} ${JSON.stringify(test.attributes)}`, async () => {
			const { graph, feeds, buffers } = operationGraph(test);
			const expected = interpret(graph, feeds);
			const session = await openSession(graph, {
				device: "cpu",
				threads: 1,
			});
			const found = await session.run(buffers);
			for (const [name, t] of Object.entries(expected)) {
				const actual = found[name] as Values;
				expect(actual.dims, name).toEqual(t.shape);
				t.data.forEach((value, i) => {
					expect(
						Math.abs((actual.data[i] as number) - value),
						`${name}[${i}]`,
					).toBeLessThan(2e-5 * (1 + Math.abs(value)));
				});
			}
			await session.dispose();
		});
});

it("adds all rows of an id, on two threads as on one", async () => {
	const [tokens, width] = [2000, 600];
	const ops = new Ops();
	const dy = ops.input("dy", [tokens, width]);
	const ids = ops.input("ids", [tokens], "int32");
	const table = ops.input("table", [3, width]);
	const [sums] = ops.emit("embedGrad", [dy, ids, table], {});
	ops.output("sums", sums);
	const options = { device: "cpu", threads: 2 } as const;
	const session = await openSession(ops.graph(), options);
	const ones = new Float32Array(tokens * width).fill(1);
	const all = new Int32Array(tokens).fill(2);
	all[0] = 0;
	for (let run = 0; run < 5; run++) {
		const out = await session.run({
			dy: { data: ones, dims: [tokens, width] },
			ids: { data: all, dims: [tokens] },
			table: { data: new Float32Array(3 * width), dims: [3, width] },
		});
		const found = out.sums as Values;
		expect(found.dims).toEqual([3, width]);
		[1, 0, tokens - 1].forEach((sum, id) => {
			const row = found.data.subarray(id * width, (id + 1) * width);
			expect(new Set(row)).toEqual(new Set([sum]));
		});
	}
	await session.dispose();
});

it("the head's gradient adds up all tokens of one word, on two threads too", async () => {
	const [tokens, width, words] = [2000, 600, 3];
	const ops = new Ops();
	const inputs = [
		ops.input("d", [tokens]),
		ops.input("hidden", [tokens, width]),
		ops.input("head", [words, width]),
		ops.input("targets", [tokens], "int32"),
	] as const;
	const [sums] = ops.emit("tokenLogProbsHeadGrad", inputs, { chunks: 2 });
	ops.output("sums", sums);
	const options = { device: "cpu", threads: 2 } as const;
	const session = await openSession(ops.graph(), options);
	// A head of zeros gives every word a third.
	const feeds = {
		d: { data: new Float32Array(tokens).fill(1), dims: [tokens] },
		hidden: {
			data: new Float32Array(tokens * width).fill(1),
			dims: [tokens, width],
		},
		head: { data: new Float32Array(words * width), dims: [words, width] },
		targets: { data: new Int32Array(tokens).fill(2), dims: [tokens] },
	};
	for (let run = 0; run < 5; run++) {
		const { data } = (await session.run(feeds)).sums as Values;
		[-tokens / 3, -tokens / 3, (2 * tokens) / 3].forEach((sum, word) => {
			for (const value of data.subarray(word * width, (word + 1) * width))
				expect(Math.abs(value - sum)).toBeLessThan(0.01);
		});
	}
	await session.dispose();
});

describe("frozen weights of half precision", () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-halves-"));
	afterAll(() => rmSync(folder, { recursive: true }));
	// 1, -2, 0.5 and 3, after three bytes of something else.
	const bits = {
		BF16: [0x3f80, 0xc000, 0x3f00, 0x4040],
		F16: [0x3c00, 0xc000, 0x3800, 0x4200],
	};
	it.each(["BF16", "F16"] as const)("%s, two of them", async (dtype) => {
		const file = join(folder, dtype);
		const halves = Buffer.alloc(11);
		for (const [i, half] of bits[dtype].entries())
			halves.writeUInt16LE(half, 3 + 2 * i);
		writeFileSync(file, halves);
		const ops = new Ops();
		const frozen = (name: string, first: number, shape: number[]) =>
			ops.frozen({
				...{ name, dtype, shape, file, offset: 3 + 2 * first },
				length: 2 * shape.reduce((p, n) => p * n, 1),
			});
		const x = ops.input("x", [1, 2]);
		const y = ops.matmul(x, frozen("square", 0, [2, 2]));
		ops.output("y", ops.mul(y, frozen("row", 2, [2])));
		ops.output("double", ops.add(y, y));
		const options = { device: "cpu", threads: 1 } as const;
		const session = await openSession(ops.graph(), options);
		const out = await session.run({
			x: { data: Float32Array.of(2, 4), dims: [1, 2] },
		});
		// [2, 4] [[1, -2], [0.5, 3]] = [4, 8]
		expect([...(out.y?.data ?? [])]).toEqual([2, 24]);
		expect([...(out.double?.data ?? [])]).toEqual([8, 16]);
		await session.dispose();
	});

	it.each(["BF16", "F16"] as const)(
		"rows of a table in %s are taken before they widen",
		async (dtype) => {
			const file = join(folder, `${dtype}.table`);
			const halves = Buffer.alloc(8);
			for (const [i, half] of bits[dtype].entries())
				halves.writeUInt16LE(half, 2 * i);
			writeFileSync(file, halves);
			const ops = new Ops();
			const table = ops.frozen({
				...{ name: "table", dtype, shape: [4, 1], file, offset: 0, length: 8 },
			});
			ops.output("rows", ops.embed(table, ops.input("ids", ["N"], "int32")));
			const { encode } = lower(ops.graph(), "cpu", "unused");
			expect(Buffer.from(encode()).includes("Cast/table")).toBe(false);
			const options = { device: "cpu", threads: 1 } as const;
			const session = await openSession(ops.graph(), options);
			const out = await session.run({
				ids: { data: Int32Array.of(3, 1, 1), dims: [3] },
			});
			expect([...(out.rows?.data ?? [])]).toEqual([3, -2, -2]);
			await session.dispose();
		},
	);
});
