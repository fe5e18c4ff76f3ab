import { alone, type Example, type Group } from "../../src/data/example.ts";
import { byRow } from "../../src/data/pack.ts";
import {
	type GraphEngine,
	onnxEngine,
} from "../../src/engine/onnx/graph-engine.ts";
import type { Gradients as Summed } from "../../src/engine/onnx/stepper.ts";
import { type Given, nothingGiven } from "../../src/engine/step.ts";
import { openModel as openModelFolder } from "../../src/formats/open-model.ts";
import { collect } from "../../src/generate/collect.ts";
import type { Decoder } from "../../src/generate/decoder.ts";
import { generate } from "../../src/generate/generate.ts";
import type { Model } from "../../src/models/model.ts";
import type { Trainable } from "../../src/nn/parameters.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import { adamW, newAdamWState } from "../../src/optim/adamw.ts";
import { gradientScale } from "../../src/optim/gradient-scale.ts";
import type { GraphOptions } from "../../src/policy/graphs.ts";
import {
	adapterTensors,
	type OpenedAdapter,
	openAdapter,
} from "../../src/policy/open-adapter.ts";
import { Policy } from "../../src/policy/policy.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";
import type {
	Batch,
	EngineModel,
	Gradients,
	TrajectoryOptions,
} from "./engine.ts";

/** More than one, so that the head in parts is what is compared. */
const chunks = 2;
/** Tokens of a micro-batch while scoring: few, so that rows are spread over several. */
const scoredTokens = 24;

/** Opens a checkpoint, with an adapter or to be tuned whole. Throws `weights` where it is not supported. */
export async function openModel(
	folder: string,
	adapterFolder: string | null = null,
	engine: GraphEngine = onnxEngine({ device: "cpu", threads: null }),
): Promise<EngineModel> {
	const { model } = await openModelFolder(folder, { checkValues: true });
	const adapter =
		adapterFolder === null
			? null
			: await openAdapter(adapterFolder, model.architecture);
	return new TemperModel(model, adapter, engine);
}

/** The pieces that training and generation are made of, in the order in which the commands use them. */
class TemperModel implements EngineModel {
	readonly #model: Model;
	readonly #adapter: OpenedAdapter | null;
	readonly #engine: GraphEngine;

	constructor(
		model: Model,
		adapter: OpenedAdapter | null,
		engine: GraphEngine,
	) {
		this.#model = model;
		this.#adapter = adapter;
		this.#engine = engine;
	}

	/** From the decoder, token by token, so that its cache is compared as well. */
	async logits(rows: readonly EncodedRow[]): Promise<Float32Array[]> {
		const longest = Math.max(...rows.map(({ ids }) => ids.length));
		return this.#withDecoder(async (decoder) => {
			const V = decoder.vocabSize;
			const out = rows.map(({ ids }) => new Float32Array(ids.length * V));
			decoder.reset(rows.length, longest);
			let logits = await decoder.prefill(
				rows.map(({ ids }, slot) => ({
					slot,
					ids: ids.slice(0, 1),
					cached: 0,
				})),
			);
			for (let t = 0; t < longest; t++) {
				if (t > 0)
					logits = await decoder.step(
						Int32Array.from(rows, ({ ids }) => ids[t] ?? 0),
					);
				for (const [b, { ids }] of rows.entries())
					if (t < ids.length)
						out[b]!.set(logits.subarray(b * V, (b + 1) * V), t * V);
			}
			return out;
		});
	}

	async logProbs(rows: readonly EncodedRow[]): Promise<Float32Array[]> {
		const every = rows.map(({ ids }, row) => {
			const mask = new Uint8Array(ids.length).fill(1, 1);
			return { id: String(row), ids, mask, liked: true };
		});
		const options = this.#options(rows);
		const scorer = await this.#engine.scorer({
			...{ model: this.#model, graph: options },
			...{ tokens: scoredTokens, compares: false },
		});
		try {
			const policy = await this.#policy(scorer.trainables, options);
			const scores = await scorer.score(alone(every), policy);
			return scores.rows.map(({ logProb }) => logProb);
		} finally {
			await scorer.dispose();
		}
	}

	/** All rows in one micro-batch. */
	async gradients(objective: Objective, batch: Batch): Promise<Gradients> {
		return this.#withStepper(objective, batch, async (stepper, policy) => {
			const { groups, given } = givenOf(batch);
			const total = await accumulate(stepper, policy, [groups], given);
			const sums = stepper.gradients;
			const { scale, norm } = gradientScale(sums, total.weight, null);
			const means = stepper.trainables.map(
				({ name }, i) => [name, sums[i]!.map((x) => x * scale)] as const,
			);
			const loss = total.sum / total.weight;
			return { loss, norm, gradients: new Map(means) };
		});
	}

	/** Each row or pair a micro-batch of its own, so that adding them up is compared as well. */
	async trajectory(
		objective: Objective,
		batch: Batch,
		{ steps, learningRate, weightDecay }: TrajectoryOptions,
	): Promise<number[][]> {
		return this.#withStepper(objective, batch, async (stepper, policy) => {
			const { groups, given } = givenOf(batch);
			const microBatches = groups.map((group) => [group]);
			const states = policy.tensors.map(({ data }) =>
				newAdamWState(data.length),
			);
			const out: number[][] = [];
			while (out.length < steps) {
				const total = await accumulate(stepper, policy, microBatches, given);
				const { norm, scale } = gradientScale(
					stepper.gradients,
					total.weight,
					1,
				);
				out.push([total.sum / total.weight, total.nll, norm]);
				for (const [i, { data }] of policy.tensors.entries())
					adamW(data, stepper.gradients[i]!, states[i]!, {
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
		return this.#withDecoder(async (decoder) => {
			const rows = generate(decoder, [prompt], {
				maxNewTokens: count,
				sampling: { kind: "greedy" },
				seed: 0,
				stopIds: [],
				stopStrings: [],
				batchRows: 1,
				newText: null,
			});
			return (await collect(rows)).flatMap(({ ids }) => ids);
		});
	}

	#options(rows: readonly EncodedRow[]): GraphOptions {
		return {
			tuning: this.#adapter?.tuning ?? { kind: "full" },
			precision: "float32",
			length: Math.max(...rows.map(({ ids }) => ids.length)),
			chunks,
			recompute: false,
			sharedPrompts: false,
		};
	}

	/** The trainable tensors with their stored values. */
	async #policy(
		trainables: readonly Trainable[],
		{ tuning }: GraphOptions,
	): Promise<Policy> {
		const policy = await Policy.initial(trainables, this.#model, tuning, 0);
		policy.restore(this.#adapter ? adapterTensors(this.#adapter) : []);
		return policy;
	}

	async #withStepper<T>(
		objective: Objective,
		batch: Batch,
		use: (stepper: Summed, policy: Policy) => Promise<T>,
	): Promise<T> {
		const options = this.#options(batch.flat());
		const stepper = await this.#engine.gradients({
			...{ model: this.#model, objective, graph: options },
			endIds: new Set(),
		});
		try {
			const policy = await this.#policy(stepper.trainables, options);
			return await use(stepper, policy);
		} finally {
			await stepper.dispose();
		}
	}

	/** The adapter as a policy; null if there is none. */
	async #adapted(): Promise<Policy | null> {
		if (this.#adapter === null) return null;
		const tensors = adapterTensors(this.#adapter);
		const { tuning } = this.#adapter;
		const policy = await Policy.initial(tensors, this.#model, tuning, 0);
		policy.restore(tensors);
		return policy;
	}

	async #withDecoder<T>(use: (decoder: Decoder) => Promise<T>): Promise<T> {
		const decoders = await this.#engine.decoders({
			model: this.#model,
			tuning: this.#adapter?.tuning ?? { kind: "none" },
			precision: "float32",
		});
		try {
			return await use(decoders.decoder(await this.#adapted()));
		} finally {
			await decoders.dispose();
		}
	}
}

/** Sums over micro-batches, and plain NLL per supervised token. */
async function accumulate(
	stepper: Summed,
	policy: Policy,
	microBatches: readonly (readonly Group[])[],
	given: Given,
): Promise<{ sum: number; weight: number; nll: number }> {
	const total = { sum: 0, weight: 0, logProb: 0, tokens: 0 };
	stepper.clear();
	for (const batch of microBatches) {
		const result = await stepper.run(batch, policy, given, 0);
		total.sum += result.sum;
		total.weight += result.weight;
		for (let s = 0; s < result.supervised; s++)
			total.logProb += result.outputs.logProb![s]!;
		total.tokens += result.supervised;
	}
	const { sum, weight, logProb, tokens } = total;
	return { sum, weight, nll: -logProb / tokens };
}

/** Answers as training has them, and what their reference says of the supervised tokens. */
function givenOf(batch: Batch): { groups: Group[]; given: Given } {
	const scores = new Map<Example, Float32Array>();
	const groups = batch.map((answers, g) =>
		answers.map(({ ids, mask, liked, reference }, side) => {
			const example = { id: `${g}.${side}`, ids, mask, liked };
			const supervised = reference?.filter((_, t) => mask[t + 1] === 1);
			if (supervised) scores.set(example, supervised);
			return example;
		}),
	);
	const reference =
		scores.size === 0 ? null : byRow([...scores.keys()], [...scores.values()]);
	return { groups, given: { ...nothingGiven, reference } };
}
