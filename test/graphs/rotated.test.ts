import { describe, expect, test } from "vitest";
import type { StoredTensor } from "../../src/core/dtype.ts";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { frozenWeights } from "../../src/engine/interpreter/frozen-weights.ts";
import { interpretedSession } from "../../src/engine/interpreter/interpreted-session.ts";
import { DecodeSession } from "../../src/generate/decode-session.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { interpret } from "../../src/graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../../src/graph/interpret/tensor.ts";
import { Ops } from "../../src/graph/ops.ts";
import type { Buffer, Buffers, GraphSession } from "../../src/graph/session.ts";
import type { Model } from "../../src/models/model.ts";
import type { Precision, Trainable } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { rewardModel } from "../../src/objectives/preferences/reward-model.ts";
import { dropoutMasks } from "../../src/policy/dropout.ts";
import {
	compareGraph,
	type ModelGraph,
	rewardGraph,
	stepGraph,
} from "../../src/policy/graphs.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { adapters, toyFamilies } from "./toy-families.ts";

/** Sizes with odd factors, so that every part of a rotation is used. */
const sizes = {
	...{ hidden_size: 12, intermediate_size: 40, num_hidden_layers: 2 },
	head_dim: 6,
};

const families = ["llama", "mistral", "qwen2", "qwen3"] as const;

const modelOf = (family: (typeof families)[number]) =>
	randomModel({ ...toyFamilies[family], ...sizes });

function rowsOf(count: number): Example[] {
	const stream = new RandomStream(1, "rows");
	return Array.from({ length: count }, (_, i) => {
		const ids = Int32Array.from({ length: 4 + i }, () => stream.integer(11));
		const mask = Uint8Array.from(ids, (_, t) => (t < 2 ? 0 : 1));
		return { id: `${i}`, ids, mask, liked: i % 2 === 0 };
	});
}

function drawn(trainables: readonly Trainable[]): Buffers {
	const draw = ({ name, shape }: Trainable): [string, Buffer] => {
		const stream = new RandomStream(2, name);
		const data = Float32Array.from(
			{ length: shape.reduce((p, n) => p * n, 1) },
			() => 0.3 * stream.normal(),
		);
		return [name, { data, dims: shape }];
	};
	return Object.fromEntries(trainables.map(draw));
}

/** Exact results of a graph on some rows, with adapters that are not at their start. */
async function resultsOf(
	{ graph, trainables }: ModelGraph,
	model: Model,
	extra: Buffers = {},
): Promise<Record<string, Tensor>> {
	const groups = [rowsOf(2), rowsOf(4).slice(2)];
	const { windows } = model.architecture;
	const endIds = new Set<number>();
	const { buffers } = packRows(groups, {
		windows,
		chunks: 2,
		endIds,
		wholeRows: true,
	});
	const feeds = { ...buffers, ...drawn(trainables), ...extra };
	const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [
		name,
		tensor(dims, Float64Array.from(data)),
	]);
	return interpret(graph, {
		...(await frozenWeights(graph)),
		...Object.fromEntries(tensors),
	});
}

function expectEqual(
	found: Readonly<Record<string, Tensor>>,
	wanted: Readonly<Record<string, Tensor>>,
): void {
	expect(Object.keys(found)).toEqual(Object.keys(wanted));
	for (const [name, { data }] of Object.entries(wanted)) {
		const size = data.reduce((top, x) => Math.max(top, Math.abs(x)), 1);
		const off = data.reduce(
			(top, x, i) => Math.max(top, Math.abs(x - found[name]!.data[i]!)),
			0,
		);
		expect(off / size, name).toBeLessThan(1e-10);
	}
}

const exactly = { direct: 32, transposed: 32 } as const;

const plain = { length: 16, chunks: 2, sharedPrompts: false } as const;

const options = (model: Model, precision: Precision, dropout: number) => ({
	...plain,
	...{ tuning: adapters(model, dropout), precision },
	recompute: dropout > 0,
});

describe.each(families)("%s, rotated and not rounded", (family) => {
	async function step(
		model: Model,
		objective: Objective,
		precision: Precision,
		dropout: number,
	) {
		const all = options(model, precision, dropout);
		const built = stepGraph(model, objective, all);
		const tuning = adapters(model, dropout);
		const tokens = packRows([rowsOf(2), rowsOf(4).slice(2)], {
			windows: model.architecture.windows,
			chunks: 2,
			endIds: new Set(),
			wholeRows: true,
		}).buffers.ids!.data.length;
		const masks =
			dropout > 0 && tuning.kind === "lora"
				? dropoutMasks(tuning, model.architecture, tokens, 3)
				: {};
		return resultsOf(built, model, masks);
	}

	test.each([0, 0.25])(
		"scores and the gradients of all adapters are those of the model, dropout %d",
		async (dropout) => {
			const model = await modelOf(family);
			const wanted = await step(model, sft(), "float32", dropout);
			const found = await step(model, sft(), "int8", dropout);
			const gradients = Object.keys(wanted).filter((name) =>
				name.startsWith("grad."),
			);
			// A and B of seven layers in two blocks.
			expect(gradients).toHaveLength(28);
			for (const name of gradients)
				expect(wanted[name]!.data.some((x) => Math.abs(x) > 1e-6)).toBe(true);
			expectEqual(found, wanted);
		},
	);

	test("rewards and their gradients are those of the model", async () => {
		const model = await modelOf(family);
		const objective = rewardModel({ centre: 0.01 });
		const wanted = await step(model, objective, "float32", 0);
		expectEqual(await step(model, objective, "int8", 0), wanted);
		const score = (precision: Precision) =>
			resultsOf(rewardGraph(model, options(model, precision, 0)), model);
		expectEqual(await score("int8"), await score("float32"));
	});

	test("KL from another base is that of the models", async () => {
		const model = await modelOf(family);
		const base = await randomModel({
			...toyFamilies[family],
			...sizes,
			rms_norm_eps: 1e-6,
		});
		const compared = async (precision: Precision) => {
			const all = options(model, precision, 0);
			const none = { ...all, tuning: { kind: "none" } as const };
			const { hidden } = await resultsOf(compareGraph(base, none), base, {
				baseHidden: { data: new Float32Array(16 * 12), dims: [16, 12] },
			});
			const baseHidden = {
				data: Float32Array.from(hidden!.data),
				dims: hidden!.shape,
			};
			const found = await resultsOf(compareGraph(model, all, base), model, {
				baseHidden,
			});
			return { kl: found.kl!.data, logProb: found.logProb!.data };
		};
		const wanted = await compared("float32");
		const found = await compared("int8");
		// Hidden states of the base cross the border in float32.
		for (const [i, x] of wanted.kl.entries())
			expect(found.kl[i]).toBeCloseTo(x, 5);
		expect(Math.max(...wanted.kl)).toBeGreaterThan(1e-3);
	});

	test("generation with a cache is that of the model", async () => {
		const model = await modelOf(family);
		const tuning = adapters(model);
		const logits = async (precision: "float32" | "int8") => {
			const session = await DecodeSession.open(model, {
				...{ tuning, precision, open: interpretedSession },
			});
			const shapes = Object.entries(session.noAdapter).map(
				([name, { dims }]) => ({ name, shape: dims }) as Trainable,
			);
			const decoder = new ModelDecoder(session, drawn(shapes));
			decoder.reset(2, 8);
			const first = await decoder.prefill([
				{ slot: 0, ids: Int32Array.of(3, 1, 4), cached: 0 },
				{ slot: 1, ids: Int32Array.of(1, 5), cached: 0 },
			]);
			const next = await decoder.step(Int32Array.of(9, 2));
			return [...first, ...next];
		};
		const wanted = await logits("float32");
		const found = await logits("int8");
		// Keys, values and adapters cross the border in float32.
		for (const [i, x] of wanted.entries()) expect(found[i]).toBeCloseTo(x, 4);
	});

	test("ONNX Runtime rounds, and computes the same otherwise", async () => {
		const model = await modelOf(family);
		const built = stepGraph(model, sft(), options(model, "int8", 0));
		const rows = [rowsOf(2), rowsOf(4).slice(2)];
		const { windows } = model.architecture;
		const { buffers } = packRows(rows, {
			...{ windows, chunks: 2, endIds: new Set<number>() },
		});
		const feeds = { ...buffers, ...drawn(built.trainables) };
		const run = async (open: Promise<GraphSession>) => {
			const session = await open;
			const out = await session.run(feeds);
			await session.dispose();
			return out;
		};
		const device = { device: "cpu", threads: 1 } as const;
		const exact = await run(interpretedSession(built.graph));
		const rotated = await run(openSession(unrounded(built.graph), device));
		const found = await run(openSession(built.graph, device));
		const distance = (out: Buffers, pattern: RegExp) => {
			const names = Object.keys(exact).filter((name) => pattern.test(name));
			const all = (of: Buffers) => names.flatMap((name) => [...of[name]!.data]);
			const off = all(out).map((x, i) => x - all(exact)[i]!);
			return Math.hypot(...off) / Math.hypot(...all(exact));
		};
		for (const pattern of [/^logProb$/, /^grad/])
			expect(distance(rotated, pattern)).toBeLessThan(1e-5);
		expect(distance(found, /^logProb$/)).toBeGreaterThan(1e-4);
		expect(distance(found, /^logProb$/)).toBeLessThan(0.03);
		expect(distance(found, /^grad/)).toBeLessThan(0.25);
	});
});

/** The same graph with frozen weights of 32 bits. */
function unrounded(graph: Graph): Graph {
	const leaves = graph.leaves.map(({ value, source }) =>
		source.kind === "frozen"
			? { value, source: { ...source, precision: exactly } }
			: { value, source },
	);
	return { ...graph, leaves };
}

test("a weight in another basis, as a whole and row by row, on ONNX Runtime", async () => {
	const model = await modelOf("llama");
	const stored = (name: string) => model.tensors.get(name) as StoredTensor;
	const ops = new Ops();
	const gain = stored("model.norm.weight");
	const head = ops.frozen({ ...stored("lm_head.weight"), name: "h" }, exactly, {
		...{ gain, blocks: [null, 12] },
	});
	const down = ops.frozen(
		{ ...stored("model.layers.0.mlp.down_proj.weight"), name: "d" },
		exactly,
		{ gain: null, blocks: [12, 8] },
	);
	const norm = ops.frozen({ ...gain, name: "n" }, exactly, {
		...{ gain: null, blocks: [6] },
	});
	const hidden = ops.input("hidden", [3, 12]);
	const targets = ops.input("targets", [3], "int32");
	const [logProb, , , unit] = ops.emit(
		"tokenLogProbs",
		[
			ops.mul(
				ops.matmul(ops.matmul(hidden, down), down, { transB: true }),
				norm,
			),
			head,
			targets,
		],
		{ chunks: 1 },
	);
	ops.output("logProb", logProb);
	ops.output("unit", unit);
	const graph = ops.graph();
	const stream = new RandomStream(3, "hidden");
	const feeds = {
		hidden: {
			data: Float32Array.from({ length: 36 }, () => stream.normal()),
			dims: [3, 12],
		},
		targets: { data: Int32Array.of(1, 7, 10), dims: [3] },
	};
	const session = await openSession(graph, { device: "cpu", threads: 1 });
	const found = await session.run(feeds);
	await session.dispose();
	const exact = await (await interpretedSession(graph)).run(feeds);
	for (const [name, { data }] of Object.entries(exact))
		for (const [i, x] of data.entries())
			expect(found[name]!.data[i], name).toBeCloseTo(x, 4);
});
