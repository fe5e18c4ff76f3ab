import { TemperError } from "../core/error.ts";
import type { Example } from "../data/example.ts";
import type { Objective } from "../objectives/objective.ts";
import { type AdamWState, adamW, newAdamWState } from "../optim/adamw.ts";
import { gradientScale } from "../optim/gradient-scale.ts";
import { scheduleFactor } from "../optim/schedule.ts";
import type { Checkpoint, NamedTensor } from "../runs/checkpoint.ts";
import { type Evaluation, Evaluator } from "./evaluator.ts";
import { objectiveOf } from "./objective-of.ts";
import { Policy } from "./policy.ts";
import type { Prepared } from "./prepare.ts";
import { byRow, referenceScores } from "./reference.ts";
import { Scorer } from "./scorer.ts";
import { deviceOptions, graphOptions } from "./setup.ts";
import { type MicroBatchResult, type Reference, Stepper } from "./stepper.ts";

export interface StepResult {
	readonly results: readonly MicroBatchResult[];
	/** Norm of the whole gradient before clipping. */
	readonly norm: number;
	readonly learningRate: number;
}

/** Nats per token by which policy and reference may differ before the first step: rounding, and nothing else. */
const largestStartingGap = 1e-3;

/** What learns: the policy, its optimizer, and the sessions that compute for both. */
export class Learner {
	readonly policy: Policy;
	readonly #prepared: Prepared;
	readonly #stepper: Stepper;
	readonly #reference: Reference | null;
	readonly #moments: readonly AdamWState[];
	#evaluator: Evaluator | null = null;

	private constructor(
		prepared: Prepared,
		stepper: Stepper,
		policy: Policy,
		reference: Reference | null,
	) {
		this.#prepared = prepared;
		this.#stepper = stepper;
		this.policy = policy;
		this.#reference = reference;
		this.#moments = policy.tensors.map(({ data }) =>
			newAdamWState(data.length),
		);
	}

	/** `modelHash` names the base's weights in the cache of reference scores; without it they are computed anew. */
	static async create(
		prepared: Prepared,
		modelHash: string | null,
		objective = objectiveOf(prepared.recipe.objective),
	): Promise<Learner> {
		const reference = await referenceFor(prepared, objective, modelHash);
		const { model, tuning, tokenizer, recipe } = prepared;
		const stepper = await Stepper.create(
			model,
			objective,
			graphOptions(prepared),
			deviceOptions(prepared),
			tokenizer.endOfTurn,
		);
		const { trainables } = stepper;
		const policy = await Policy.initial(trainables, model, tuning, recipe.seed);
		return new Learner(prepared, stepper, policy, reference);
	}

	/** One optimizer step over micro-batches of row indices; `step` counts from 0. Throws `data` on a loss that is no number. */
	async step(
		microBatches: readonly (readonly number[])[],
		step: number,
	): Promise<StepResult> {
		const { recipe, train, steps } = this.#prepared;
		const results: MicroBatchResult[] = [];
		this.#stepper.clear();
		for (const [i, indices] of microBatches.entries()) {
			const rows = indices.map((index) => train[index] as Example);
			const seed = (recipe.seed * 1_000_003 + step) * 1009 + i;
			results.push(
				await this.#stepper.run(rows, this.policy, this.#reference, seed),
			);
		}
		if (step === 0 && this.#reference) checkStart(results);
		const weight = results.reduce((sum, result) => sum + result.weight, 0);
		const { gradients } = this.#stepper;
		const { norm, scale } = gradientScale(
			gradients,
			weight,
			recipe.optimizer.clip,
		);
		if (!Number.isFinite(norm)) refuseStep(step, norm);
		const learningRate =
			recipe.optimizer.learningRate *
			scheduleFactor(recipe.schedule, step, steps);
		this.#update(learningRate, scale);
		return { results, norm, learningRate };
	}

	async evaluate(): Promise<Evaluation> {
		const { model, recipe, train, heldOut, general } = this.#prepared;
		this.#evaluator ??= await Evaluator.create(
			model,
			graphOptions(this.#prepared),
			deviceOptions(this.#prepared),
			recipe.batch.tokens,
			{ heldOut, task: train, general },
		);
		return this.#evaluator.evaluate(this.policy);
	}

	restore({ trainable, optimizer, step }: Checkpoint): void {
		this.policy.restore(trainable);
		const saved = new Map(
			optimizer.map((tensor) => [tensor.name, tensor.data]),
		);
		this.policy.tensors.forEach(({ name }, i) => {
			const state = this.#moments[i] as AdamWState;
			state.m.set(saved.get(`${name}.m`) ?? state.m);
			state.v.set(saved.get(`${name}.v`) ?? state.v);
			state.step = step;
		});
	}

	/** What a checkpoint holds. */
	tensors(): { trainable: readonly NamedTensor[]; optimizer: NamedTensor[] } {
		const { tensors } = this.policy;
		const optimizer = tensors.flatMap(({ name, shape }, i) => {
			const { m, v } = this.#moments[i] as AdamWState;
			return [
				{ name: `${name}.m`, shape, data: m },
				{ name: `${name}.v`, shape, data: v },
			];
		});
		return { trainable: tensors, optimizer };
	}

	async dispose(): Promise<void> {
		await this.#stepper.dispose();
		await this.#evaluator?.dispose();
	}

	#update(learningRate: number, scale: number): void {
		const { betas, epsilon, weightDecay } = this.#prepared.recipe.optimizer;
		this.policy.tensors.forEach(({ data }, i) => {
			const gradient = this.#stepper.gradients[i] as Float32Array;
			adamW(data, gradient, this.#moments[i] as AdamWState, {
				...{ learningRate, betas, epsilon, weightDecay },
				gradientScale: scale,
			});
		});
	}
}

/** Scores of the base on the training rows, for objectives that need them. The session is gone before training begins. */
async function referenceFor(
	prepared: Prepared,
	objective: Objective,
	modelHash: string | null,
): Promise<Reference | null> {
	if (objective.needs.reference === "none") return null;
	const { model, tuning, train, recipe } = prepared;
	const rows = [...new Set(train)];
	const compute = async () => {
		const scorer = await Scorer.create(
			model,
			graphOptions(prepared),
			deviceOptions(prepared),
			recipe.batch.tokens,
			false,
		);
		const base = await Policy.base(scorer.trainables, model, tuning);
		const scores = await scorer.score(rows, base);
		await scorer.dispose();
		return scores.rows.map(({ logProb }) => logProb);
	};
	if (modelHash === null) return byRow(rows, await compute());
	return referenceScores(
		rows,
		{ sha256: modelHash, precision: recipe.precision },
		compute,
	);
}

function checkStart(results: readonly MicroBatchResult[]): void {
	let gap = 0;
	let tokens = 0;
	for (const { outputs, packed, reference } of results) {
		const logProb = outputs.logProb?.data ?? [];
		tokens += packed.supervised;
		for (let s = 0; s < packed.supervised; s++)
			gap += (logProb[s] as number) - (reference?.[s] ?? Number.NaN);
	}
	if (Math.abs(gap / tokens) < largestStartingGap) return;
	throw new TemperError("internal", {
		where: "first step",
		expected: "reference scores that equal the policy's before training",
		found: `a mean difference of ${gap / tokens} nats per token`,
		hint: "Remove the folder temper/scores of the cache and try again.",
	});
}

function refuseStep(step: number, norm: number): never {
	throw new TemperError("data", {
		where: `step ${step + 1}`,
		expected: "a finite gradient",
		found: `a gradient of norm ${norm}`,
		hint: "Lower the learning rate, or look at the rows with `temper data check`. The last checkpoint is whole.",
	});
}
