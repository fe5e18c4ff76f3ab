import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { interpretedSession } from "../../src/engine/interpreter/interpreted-session.ts";
import { importGguf } from "../../src/formats/gguf/import-gguf.ts";
import {
	type BlockType,
	blockDecoder,
} from "../../src/formats/gguf/testing/block-decoder.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { printGraph } from "../../src/graph/print.ts";
import type { Buffer, Buffers } from "../../src/graph/session.ts";
import type { Model } from "../../src/models/model.ts";
import type { Precision } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { roundingKl } from "../../src/policy/rounding.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { adapters } from "./toy-families.ts";

const root = mkdtempSync(join(tmpdir(), "temper-stored-blocks-"));
afterAll(() => rmSync(root, { recursive: true }));

const cpu = { device: "cpu", threads: 1 } as const;
const rows: Example[] = [
	[0, 2, 1, 4, 3, 2],
	[3, 1, 0, 2],
].map((ids, i) => ({
	...{ id: `${i}`, ids: Int32Array.from(ids), liked: true },
	mask: Uint8Array.from(ids, (_, t) => (t > 1 ? 1 : 0)),
}));

/** The model of a GGUF file of that format. */
async function modelOf(
	format: BlockType,
	others: Record<string, BlockType> = {},
): Promise<Model> {
	const name = mkdtempSync(join(root, "model-"));
	writeFileSync(`${name}.gguf`, blockDecoder(format, others));
	await importGguf(`${name}.gguf`, name, { dtype: "float32" });
	return (await openModel(name, { checkValues: true })).model;
}

function stepOf(model: Model, precision: Precision, recompute = false) {
	return stepGraph(model, sft(), {
		...{ tuning: adapters(model), precision, recompute },
		...{ length: 16, chunks: 2, sharedPrompts: false },
	});
}

/** Inputs of a step, with adapters that are moved along a direction. */
function feedsOf(
	{ graph, trainables }: ReturnType<typeof stepOf>,
	along = 0,
): Buffers {
	const { buffers } = packRows([rows.slice(0, 1), rows.slice(1)], {
		...{ windows: [null], chunks: 2, endIds: new Set<number>() },
	});
	const needed = graph.leaves.map(({ value }) => value.name);
	const adapters = trainables.map(({ name, shape }): [string, Buffer] => {
		const size = shape.reduce((product, n) => product * n, 1);
		const [values, direction] = [0, 1].map((seed) => {
			const stream = new RandomStream(seed, name);
			return Float32Array.from({ length: size }, () => stream.normal() / 4);
		}) as [Float32Array, Float32Array];
		const data = values.map((x, i) => x + along * (direction[i] as number));
		return [name, { data, dims: shape }];
	});
	const all = { ...buffers, ...Object.fromEntries(adapters) };
	return Object.fromEntries(
		Object.entries(all).filter(([name]) => needed.includes(name)),
	);
}

const onnx = (graph: Graph) => openSession(graph, cpu);

async function outcome(
	step: ReturnType<typeof stepOf>,
	open = onnx,
	along = 0,
) {
	const session = await open(step.graph);
	const found = await session.run(feedsOf(step, along));
	await session.dispose();
	return found;
}

/** The largest difference, relative to the largest number. */
function gap(found: Buffer, exact: Buffer): number {
	const right = [...exact.data];
	const size = Math.max(...right.map(Math.abs), 1e-3);
	return Math.max(
		...right.map((x, i) => Math.abs(x - (found.data[i] as number)) / size),
	);
}

const files: [BlockType, Record<string, BlockType>][] = [
	["Q4_0", {}],
	["Q4_1", {}],
	["Q8_0", {}],
	["Q4_0", { "blk.0.ffn_down": "Q4_1", token_embd: "Q5_0" }],
];

describe.each(files)(
	"a step with the blocks of a file in %s, %j",
	(...file) => {
		it.each([false, true])(
			"has the loss and gradients of the float64 interpreter, recompute %s",
			async (recompute) => {
				const step = stepOf(await modelOf(...file), "int4", recompute);
				expect(step.graph.leaves.some(isStored)).toBe(true);
				const found = await outcome(step);
				const exact = await outcome(step, interpretedSession);
				for (const [name, right] of Object.entries(exact))
					expect(gap(found[name] as Buffer, right), name).toBeLessThan(2e-5);
			},
		);

		it("has gradients that central differences of the loss confirm", async () => {
			const step = stepOf(await modelOf(...file), "int4");
			const h = 1e-3;
			const [ahead, behind] = await Promise.all(
				[h, -h].map(async (along) => outcome(step, interpretedSession, along)),
			);
			const slope = (ahead!.loss!.data[0]! - behind!.loss!.data[0]!) / (2 * h);
			const found = await outcome(step);
			const along = step.trainables.reduce((sum, { name }) => {
				const stream = new RandomStream(1, name);
				const gradient = found[`grad.${name}`]!.data;
				return [...gradient].reduce(
					(s, g) => s + (g * stream.normal()) / 4,
					sum,
				);
			}, 0);
			expect(Math.abs(along - slope)).toBeLessThan(2e-3 * Math.abs(slope));
		});

		it("computes the model of float32", async () => {
			const model = await modelOf(...file);
			const exact = await outcome(stepOf(model, "float32"));
			const found = await outcome(stepOf(model, "int4"));
			for (const [name, right] of Object.entries(exact))
				expect(gap(found[name] as Buffer, right), name).toBeLessThan(1e-5);
			const kl = await roundingKl(model, rows, "int4", cpu);
			expect(Math.max(...kl.flatMap((part) => [...part]))).toBeLessThan(1e-6);
		});
	},
);

const isStored = ({ source }: Graph["leaves"][number]) =>
	source.kind === "frozen" && source.precision.direct === "stored";

it("int8, and int4 of a file without usable blocks, rotate and round", async () => {
	const blocks = await modelOf("Q4_0");
	const none = await modelOf("Q4_0", { "blk.0.ffn_up": "Q5_0" });
	expect(stepOf(blocks, "int8").graph.leaves.some(isStored)).toBe(false);
	expect(stepOf(none, "int4").graph.leaves.some(isStored)).toBe(false);
	expect(printGraph(stepOf(blocks, "int4").graph)).toContain(
		"(blocks of 4 bits, held as stored)",
	);
});
