// The step that the benchmarks of this folder take apart: rank 8 beside all linear layers, rows packed to 512 tokens.
import { readFileSync } from "node:fs";
import { RandomStream } from "../../src/core/random.ts";
import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { openModel } from "../../src/formats/open-model.ts";
import type { Graph } from "../../src/graph/graph.ts";
import type { Buffer, Buffers } from "../../src/graph/session.ts";
import type { Model } from "../../src/models/model.ts";
import type { Precision, Trainable, Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { type GraphOptions, stepGraph } from "../../src/policy/graphs.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";

const rank = 8;
export const chunks = 2;

export interface Workload {
	readonly model: Model;
	readonly rows: readonly Example[];
}

/** Rows as the peer benchmark writes them, as many as 512 tokens hold. */
export async function openWorkload(
	folder: string,
	file: string,
): Promise<Workload> {
	const { model } = await openModel(folder, { checkValues: false });
	const rows: Example[] = [];
	let tokens = 0;
	for (const row of openRows(file)) {
		tokens += row.ids.length;
		if (tokens > 512) break;
		rows.push(row);
	}
	return { model, rows };
}

/** All rows of a file as the peer benchmark writes it. */
export function openRows(file: string): Example[] {
	const lines = readFileSync(file, "utf8").trimEnd().split("\n");
	return lines.map((line, i) => {
		const { input_ids, mask } = JSON.parse(line) as {
			input_ids: number[];
			mask: number[];
		};
		return {
			id: `${i}`,
			ids: Int32Array.from(input_ids),
			mask: Uint8Array.from(mask),
			liked: true,
		};
	});
}

export interface OpenStep {
	readonly graph: Graph;
	readonly session: OnnxSession;
	readonly feeds: Buffers;
	readonly tokens: number;
	/** Floating point operations of one step: products alone, which are nearly all. */
	readonly operations: number;
}

/** Rank 8 beside all linear layers. */
export function stepOptions(
	{ architecture }: Model,
	precision: Precision,
): GraphOptions {
	const paths = new Set(architecture.linears.map(({ path }) => path));
	const tuning: Tuning = {
		kind: "lora",
		rank,
		alpha: 16,
		rslora: false,
		dropout: 0,
		paths,
	};
	return {
		...{ tuning, precision, recompute: false, sharedPrompts: false },
		...{ length: 1024, tokens: 512, chunks },
	};
}

/** Both factors of adapters, so that every gradient is alive. */
export function drawnAdapters(trainables: readonly Trainable[]): Buffers {
	const adapters = trainables.map(({ name, shape }): [string, Buffer] => {
		const stream = new RandomStream(0, name);
		const data = new Float32Array(shape.reduce((p, n) => p * n, 1));
		for (let i = 0; i < data.length; i++)
			data[i] = 0.02 * (stream.uniform() - 0.5);
		return [name, { data, dims: shape }];
	});
	return Object.fromEntries(adapters);
}

/** A session of one precision. */
export async function openStep(
	{ model, rows }: Workload,
	precision: Precision,
	{ threads = 2, profile }: { threads?: number; profile?: string } = {},
): Promise<OpenStep> {
	const { architecture } = model;
	const options = stepOptions(model, precision);
	const { graph, trainables } = stepGraph(model, sft(), options);
	const device = { device: "cpu", threads } as const;
	const session = await OnnxSession.create(graph, {
		...device,
		...(profile && { profile }),
	});
	const groups = rows.map((row) => [row]);
	const packed = packRows(groups, {
		windows: architecture.windows,
		chunks,
		endIds: new Set(),
	});
	return {
		graph,
		session,
		feeds: { ...packed.buffers, ...drawnAdapters(trainables) },
		tokens: packed.tokens,
		operations: operationsOf(model, packed.buffers),
	};
}

function operationsOf(model: Model, buffers: Buffers): number {
	const size = (name: string, axis: number) =>
		buffers[name]?.dims[axis] as number;
	return stepOperations(model, {
		...{ tokens: size("ids", 0), supervised: size("targets", 0) },
		...{ slots: size("slots", 0), length: size("slots", 1) },
	});
}

/** The rows of a micro-batch as the graph sees them. */
interface PackedSize {
	readonly tokens: number;
	readonly supervised: number;
	/** Rows of attention and tokens in each, padding included. */
	readonly slots: number;
	readonly length: number;
}

/** Floating point operations of a step's products: adapters of rank 8 on all linear layers, a frozen model. */
export function stepOperations(
	{ architecture }: Model,
	{ tokens, supervised, slots, length }: PackedSize,
): number {
	const { vocabSize, hiddenSize, linears, layers } = architecture;
	const frozen = linears.reduce(
		(sum, x) => sum + x.inFeatures * x.outFeatures,
		0,
	);
	const adapters = linears.reduce(
		(sum, x) => sum + rank * (x.inFeatures + x.outFeatures),
		0,
	);
	const width =
		linears.find(({ path }) => /q_proj|c_proj/.test(path))?.outFeatures ??
		hiddenSize;
	// Forward and back through frozen weights and head; forward, and back to both sides, for adapters and attention.
	return (
		4 * tokens * frozen +
		4 * supervised * vocabSize * hiddenSize +
		6 * tokens * adapters +
		12 * layers * slots * length * length * width
	);
}
