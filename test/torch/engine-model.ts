import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
	Batch,
	EngineModel,
	Gradients,
	TrajectoryOptions,
} from "../../peers/conformance/engine.ts";
import { alone, type Example, type Group } from "../../src/data/example.ts";
import { byRow } from "../../src/data/pack.ts";
import type {
	Engine,
	EngineSession,
	Learner,
	OptimizerOptions,
	PlacedModel,
} from "../../src/engine/engine.ts";
import {
	type Given,
	nothingGiven,
	type StepResult,
} from "../../src/engine/step.ts";
import { openModel } from "../../src/formats/open-model.ts";
import { collect } from "../../src/generate/collect.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import type { Objective } from "../../src/objectives/objective.ts";
import {
	adapterTensors,
	type OpenedAdapter,
	openAdapter,
} from "../../src/policy/open-adapter.ts";
import { Policy } from "../../src/policy/policy.ts";
import type { EncodedRow } from "../../src/text/encoded-row.ts";

/** AdamW that subtracts the gradient itself: its denominator, |g| + epsilon, is epsilon to float32, as is the learning rate. */
const plainDescent = { learningRate: 1e8, epsilon: 1e8 };

/** A checkpoint of a conformance case, computed by any engine through the interface of the training loop. */
export async function openInEngine(
	engine: Engine,
	folder: string,
	adapterFolder: string | null = null,
): Promise<EngineModel> {
	const { model } = await openModel(folder, { checkValues: true });
	const adapter =
		adapterFolder === null
			? null
			: await openAdapter(adapterFolder, model.architecture);
	return new InEngine(engine, { folder, model }, adapter);
}

interface Learning {
	readonly session: EngineSession;
	readonly learner: Learner;
}

class InEngine implements EngineModel {
	readonly #engine: Engine;
	readonly #placed: PlacedModel;
	readonly #adapter: OpenedAdapter | null;
	readonly #tuning: Tuning;

	constructor(
		engine: Engine,
		placed: PlacedModel,
		adapter: OpenedAdapter | null,
	) {
		this.#engine = engine;
		this.#placed = placed;
		this.#adapter = adapter;
		this.#tuning = adapter?.tuning ?? { kind: "full" };
	}

	async logits(): Promise<Float32Array[]> {
		throw new Error(
			"an engine gives log-probabilities of tokens, not the logits of all words",
		);
	}

	async logProbs(rows: readonly EncodedRow[]): Promise<Float32Array[]> {
		const every = rows.map(({ ids }, row) => {
			const mask = new Uint8Array(ids.length).fill(1, 1);
			return { id: String(row), ids, mask, liked: true };
		});
		return this.#learning(sft(), descent, async ({ session, learner }) => {
			const scorer = await session.scorer({ compares: false });
			const scores = await scorer.score(alone(every), learner.weights);
			await scorer.dispose();
			return scores.rows.map(({ logProb }) => logProb);
		});
	}

	async gradients(objective: Objective, batch: Batch): Promise<Gradients> {
		return this.#learning(objective, descent, async ({ learner }) => {
			const { groups, given } = givenOf(batch);
			const before = await valuesOf(learner);
			const result = await learner.step({
				...{ step: 0, microBatches: [groups], given, seed: 0, hold: null },
				learningRate: plainDescent.learningRate,
			});
			const after = await valuesOf(learner);
			const gradients = new Map<string, Float32Array>();
			for (const [name, values] of before) {
				const moved = after.get(name) as Float32Array;
				gradients.set(
					name,
					values.map((value, i) => value - (moved[i] as number)),
				);
			}
			return { loss: lossOf(result), norm: result.norm, gradients };
		});
	}

	/** Each row or pair a micro-batch of its own, so that adding them up is compared as well. */
	async trajectory(
		objective: Objective,
		batch: Batch,
		{ steps, learningRate, weightDecay }: TrajectoryOptions,
	): Promise<number[][]> {
		const optimizer: OptimizerOptions = {
			...{ betas: [0.9, 0.999], epsilon: 1e-8, weightDecay, clip: 1 },
		};
		return this.#learning(objective, optimizer, async ({ learner }) => {
			const { groups, given } = givenOf(batch);
			const microBatches = groups.map((group) => [group]);
			const found: number[][] = [];
			for (let step = 0; step < steps; step++) {
				const result = await learner.step({
					...{ step, microBatches, given, learningRate, seed: 0, hold: null },
				});
				found.push([lossOf(result), nllOf(result), result.norm]);
			}
			return found;
		});
	}

	async greedy(prompt: Int32Array, count: number): Promise<number[]> {
		return this.#learning(sft(), descent, async ({ session, learner }) => {
			const generator = await session.generator();
			const events = generator.generate(learner.weights, [prompt], {
				...{ maxNewTokens: count, sampling: { kind: "greedy" }, seed: 0 },
				...{ stopIds: [], stopStrings: [], batchRows: 1, newText: null },
			});
			const answers = await collect(events);
			await generator.dispose();
			return answers.flatMap(({ ids }) => ids);
		});
	}

	/** Opens a session with a learner that begins with the stored values. */
	async #learning<T>(
		objective: Objective,
		optimizer: OptimizerOptions,
		use: (learning: Learning) => Promise<T>,
	): Promise<T> {
		const tuning = this.#tuning;
		const session = await this.#engine.open({
			...{ model: this.#placed, base: this.#placed, reference: null },
			graph: {
				...{ tuning, precision: "float32", length: 64, chunks: 2 },
				...{ recompute: false, sharedPrompts: false },
			},
			// Few, so that rows that are scored are spread over several micro-batches.
			...{ tokens: 24, endIds: new Set(), sampling: "float32" },
		});
		try {
			const learner = await session.learner("policy", {
				...{ on: "model", tuning, objective, optimizer, holds: false },
				start: async (shapes) => {
					const { model } = this.#placed;
					const policy = await Policy.initial(shapes, model, tuning, 0);
					policy.restore(this.#adapter ? adapterTensors(this.#adapter) : []);
					return policy.tensors;
				},
			});
			try {
				return await use({ session, learner });
			} finally {
				await learner.dispose();
			}
		} finally {
			await session.dispose();
		}
	}
}

const descent: OptimizerOptions = {
	...{ betas: [0, 0], epsilon: plainDescent.epsilon },
	...{ weightDecay: 0, clip: null },
};

const total = (numbers: readonly number[]) =>
	numbers.reduce((sum, number) => sum + number, 0);

/** The objective's numerator over its denominator, of the whole step. */
export function lossOf({ results }: StepResult): number {
	return (
		total(results.map(({ sum }) => sum)) /
		total(results.map(({ weight }) => weight))
	);
}

/** Plain NLL per supervised token. */
function nllOf({ results }: StepResult): number {
	const logProbs = results.map(({ outputs, supervised }) =>
		total([...(outputs.logProb as Float32Array).subarray(0, supervised)]),
	);
	const tokens = total(results.map(({ supervised }) => supervised));
	return -total(logProbs) / tokens;
}

/** Copies of what is trained, by name. */
export async function valuesOf(
	learner: Learner,
): Promise<Map<string, Float32Array>> {
	const scratch = await mkdtemp(join(tmpdir(), "temper-values-"));
	try {
		const values = new Map<string, Float32Array>();
		for (const tensor of await learner.outcome(scratch))
			values.set(tensor.name, (await tensor.read()).slice());
		return values;
	} finally {
		await rm(scratch, { recursive: true });
	}
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
