import type { Example } from "../../src/data/example.ts";
import { packRows } from "../../src/data/pack.ts";
import { openCheckpoint } from "../../src/formats/checkpoint.ts";
import { collect } from "../../src/generate/collect.ts";
import { generate } from "../../src/generate/generate.ts";
import type { Graph } from "../../src/graph/graph.ts";
import { Ops } from "../../src/graph/ops.ts";
import { type Model, matchModel } from "../../src/models/model.ts";
import { Parameters } from "../../src/nn/parameters.ts";
import { packedPass } from "../../src/nn/pass.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { adamW, newAdamWState } from "../../src/optim/adamw.ts";
import { gradientScale } from "../../src/optim/gradient-scale.ts";
import {
	type Buffer,
	type Buffers,
	Session,
} from "../../src/runtime/session.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import {
	type GraphOptions,
	scoreGraph,
	stepGraph,
} from "../../src/train/graphs.ts";
import type {
	Batch,
	EngineModel,
	Gradients,
	TrajectoryOptions,
} from "./engine.ts";
import { RepeatingDecoder } from "./repeating-decoder.ts";
import { storedAdapter, type Trained, wholeModel } from "./trained.ts";

/** More than one, so that the head in parts is what is compared. */
const chunks = 2;

interface StepResult {
	readonly loss: number;
	readonly weight: number;
	readonly nll: number;
	readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Opens a checkpoint, with an adapter or to be tuned whole. Throws `weights` where it is not supported. */
export async function openModel(
	folder: string,
	adapter: string | null = null,
): Promise<EngineModel> {
	const { config, tensors } = await openCheckpoint(folder);
	const model = matchModel(config, tensors, `${folder}/config.json`);
	const trained =
		adapter === null
			? await wholeModel(model)
			: await storedAdapter(model, adapter);
	return new TemperModel(model, trained);
}

/** The package's own pieces, put together as the training loop does. */
class TemperModel implements EngineModel {
	readonly #model: Model;
	readonly #trained: Trained;

	constructor(model: Model, trained: Trained) {
		this.#model = model;
		this.#trained = trained;
	}

	async logits(rows: readonly EncodedRow[]): Promise<Float32Array[]> {
		const feeds = { ...this.#pack(rows.map(everyToken)), ...this.#values() };
		const { logits } = await withSession(
			this.#logitsGraph(longest(rows)),
			(run) => run(feeds),
		);
		const V = this.#model.architecture.vocabSize;
		return cut(
			logits!,
			rows.map(({ ids }) => ids.length * V),
		);
	}

	async logProbs(rows: readonly EncodedRow[]): Promise<Float32Array[]> {
		const { graph } = scoreGraph(this.#model, this.#options(rows));
		const all = rows.map(({ ids }) => supervised(ids));
		const feeds = { ...this.#pack(all), ...this.#values() };
		const { logProb } = await withSession(graph, (run) => run(feeds));
		return cut(
			logProb!,
			rows.map(({ ids }) => ids.length - 1),
		);
	}

	async gradients(objective: Objective, batch: Batch): Promise<Gradients> {
		const { graph } = this.#stepGraph(objective, batch);
		return withSession(graph, async (run) => {
			const feeds = { ...this.#feeds(batch), ...this.#values() };
			const step = readStep(await run(feeds), feeds);
			const { norm, scale } = gradientScale(
				step.gradients.values(),
				step.weight,
				null,
			);
			const means = [...step.gradients].map(
				([name, sum]) => [name, sum.map((x) => x * scale)] as const,
			);
			return {
				loss: step.loss / step.weight,
				norm,
				gradients: new Map(means),
			};
		});
	}

	async trajectory(
		objective: Objective,
		batch: Batch,
		{ steps, learningRate, weightDecay }: TrajectoryOptions,
	): Promise<number[][]> {
		const { graph } = this.#stepGraph(objective, batch);
		const parameters = [...this.#trained.values].map(
			([name, { data, dims }]) => ({
				name,
				buffer: { data: data.slice(), dims },
				state: newAdamWState(data.length),
			}),
		);
		const moving = parameters.map(({ name, buffer }) => [name, buffer]);
		const feeds = { ...this.#feeds(batch), ...Object.fromEntries(moving) };
		return withSession(graph, async (run) => {
			const out: number[][] = [];
			while (out.length < steps) {
				const step = readStep(await run(feeds), feeds);
				const gradients = step.gradients;
				const { norm, scale } = gradientScale(
					gradients.values(),
					step.weight,
					1,
				);
				out.push([step.loss / step.weight, step.nll, norm]);
				for (const { name, buffer, state } of parameters)
					adamW(buffer.data, gradients.get(name)!, state, {
						learningRate,
						weightDecay,
						betas: [0.9, 0.999],
						epsilon: 1e-8,
						gradientScale: scale,
					});
			}
			return out;
		});
	}

	async greedy(prompt: Int32Array, count: number): Promise<number[]> {
		const { vocabSize, maxPositions } = this.#model.architecture;
		const decoder = new RepeatingDecoder(vocabSize, maxPositions, (rows) =>
			this.logits(rows.map(supervised)),
		);
		const options = {
			maxNewTokens: count,
			sampling: { kind: "greedy" },
			seed: 0,
			stopIds: [],
			stopStrings: [],
			batchRows: 1,
			newText: null,
		} as const;
		const [row] = await collect(generate(decoder, [prompt], options));
		return [...(row?.ids ?? [])];
	}

	#options(rows: readonly EncodedRow[]): GraphOptions {
		const { tuning } = this.#trained;
		const length = longest(rows);
		return { tuning, precision: "float32", length, chunks, recompute: false };
	}

	#stepGraph(objective: Objective, { rows }: Batch) {
		return stepGraph(this.#model, objective, this.#options(rows));
	}

	#logitsGraph(length: number): Graph {
		const { architecture, tensors } = this.#model;
		const { layout } = architecture;
		const ops = new Ops();
		const { tuning } = this.#trained;
		const p = new Parameters(ops, tensors, {
			tuning,
			precision: "float32",
			layout,
		});
		const hidden = architecture.forward(packedPass(p, length));
		const head = p.weight(architecture.head);
		ops.output("logits", ops.matmul(hidden, head, { transB: true }));
		return ops.graph();
	}

	#values(): Buffers {
		return Object.fromEntries(this.#trained.values);
	}

	#pack(rows: readonly EncodedRow[]): Buffers {
		const { windows } = this.#model.architecture;
		const examples: Example[] = rows.map((row, i) => ({ ...row, id: `${i}` }));
		return packRows(examples, { windows, chunks, endIds: new Set() }).buffers;
	}

	/** The batch, with the reference's values at its supervised tokens. */
	#feeds({ rows, reference }: Batch): Buffers {
		const packed = this.#pack(rows);
		if (reference === null) return packed;
		const data = new Float32Array(packed.valid!.data.length);
		let entry = 0;
		for (const [r, { mask }] of rows.entries()) {
			for (let t = 1; t < mask.length; t++)
				if (mask[t] === 1) data[entry++] = reference[r]![t - 1]!;
		}
		return { ...packed, reference: { data, dims: [data.length] } };
	}
}

async function withSession<T>(
	graph: Graph,
	use: (run: (feeds: Buffers) => Promise<Buffers>) => Promise<T>,
): Promise<T> {
	const session = await Session.create(graph, { device: "cpu", threads: null });
	try {
		return await use((feeds) => session.run(feeds));
	} finally {
		await session.dispose();
	}
}

/** The first numbers of a buffer, in parts of the given lengths. */
function cut({ data }: Buffer, lengths: readonly number[]): Float32Array[] {
	let start = 0;
	return lengths.map((length) => {
		start += length;
		return (data as Float32Array).slice(start - length, start);
	});
}

function longest(rows: readonly EncodedRow[]): number {
	return Math.max(...rows.map(({ ids }) => ids.length)) + 1;
}

/** Every token but the first is supervised. */
function supervised(ids: Int32Array): EncodedRow {
	return { ids, mask: new Uint8Array(ids.length).fill(1, 1) };
}

/** A row in which the last token is seen too: packing leaves out what predicts nothing. */
function everyToken({ ids }: EncodedRow): EncodedRow {
	return supervised(Int32Array.of(...ids, 0));
}

function readStep(outputs: Buffers, { valid }: Buffers): StepResult {
	const number = (name: string) => outputs[name]!.data[0] as number;
	const gradients = new Map<string, Float32Array>();
	for (const [name, { data }] of Object.entries(outputs)) {
		if (name.startsWith("grad."))
			gradients.set(name.slice("grad.".length), data as Float32Array);
	}
	let logProb = 0;
	let tokens = 0;
	for (const [i, counts] of valid!.data.entries()) {
		logProb += counts * outputs.logProb!.data[i]!;
		tokens += counts;
	}
	return {
		loss: number("loss"),
		weight: number("weight"),
		nll: -logProb / tokens,
		gradients,
	};
}
