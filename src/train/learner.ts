import { TemperError } from "../core/error.ts";
import type { NamedTensor } from "../core/named-tensor.ts";
import { dropoutSeeds } from "../core/random.ts";
import { type Group, supervisedCount } from "../data/example.ts";
import type { Model } from "../models/model.ts";
import type { Trainable } from "../nn/parameters.ts";
import type { Objective } from "../objectives/objective.ts";
import { type AdamWState, adamW, newAdamWState } from "../optim/adamw.ts";
import { gradientScale } from "../optim/gradient-scale.ts";
import type { GraphOptions } from "../policy/graphs.ts";
import type { Policy } from "../policy/policy.ts";
import type { ResolvedRecipe } from "../recipes/resolve/resolve-recipe.ts";
import type { Checkpoint } from "../runs/checkpoint.ts";
import type { Backend } from "../runtime/open-session.ts";
import {
	type Given,
	type HeldRows,
	type MicroBatchResult,
	Stepper,
} from "./stepper.ts";

export interface LearnerOptions {
	readonly model: Model;
	readonly objective: Objective;
	readonly graph: GraphOptions;
	readonly device: Backend;
	/** Ids that end a turn. */
	readonly endIds: ReadonlySet<number>;
	readonly optimizer: ResolvedRecipe["optimizer"];
	/** What is trained, as it is before the first step. */
	readonly start: (trainables: readonly Trainable[]) => Promise<Policy>;
}

/** All that one optimizer step needs. */
export interface StepPlan {
	/** From 0; names the step in errors. */
	readonly step: number;
	readonly microBatches: readonly (readonly Group[])[];
	readonly given: Given;
	readonly learningRate: number;
	/** Decides what dropout drops: one of `dropoutSeeds`. */
	readonly seed: number;
	/** Rows on which the policy is held to its anchor, in addition to those of the objective; null if there are none. */
	readonly hold: Hold | null;
}

export interface Hold {
	/** By micro-batch. */
	readonly held: readonly HeldRows[];
	/** What their mean KL(anchor || policy) per token is multiplied by, beside the objective's own mean. */
	readonly strength: number;
}

export interface StepResult {
	readonly results: readonly MicroBatchResult[];
	/** Norm of the whole gradient before clipping. */
	readonly norm: number;
	/** KL(anchor || policy) on the rows that were held, nats per token; null where none were. */
	readonly heldKl: number | null;
}

/** What learns: a policy, its optimizer, and the session that computes its gradients. */
export class Learner {
	readonly policy: Policy;
	readonly #stepper: Stepper;
	readonly #optimizer: LearnerOptions["optimizer"];
	readonly #moments: readonly AdamWState[];

	private constructor(
		stepper: Stepper,
		policy: Policy,
		optimizer: LearnerOptions["optimizer"],
	) {
		this.#stepper = stepper;
		this.policy = policy;
		this.#optimizer = optimizer;
		this.#moments = policy.tensors.map(({ data }) =>
			newAdamWState(data.length),
		);
	}

	static async create(options: LearnerOptions): Promise<Learner> {
		const { model, objective, graph, device, endIds, optimizer } = options;
		const stepper = await Stepper.create(
			model,
			objective,
			graph,
			device,
			endIds,
		);
		const policy = await options.start(stepper.trainables);
		return new Learner(stepper, policy, optimizer);
	}

	/** One optimizer step. Throws `data`, and leaves the policy as it is, if the gradient is not finite. */
	async step({
		step,
		microBatches,
		given,
		learningRate,
		seed,
		hold,
	}: StepPlan): Promise<StepResult> {
		const stepper = this.#stepper;
		const results: MicroBatchResult[] = [];
		stepper.clear();
		for (const [i, groups] of microBatches.entries()) {
			const dropout = dropoutSeeds.ofMicroBatch(seed, i);
			results.push(await stepper.run(groups, this.policy, given, dropout));
		}
		const weight = results.reduce((sum, result) => sum + result.weight, 0);
		const dropout = (i: number) =>
			dropoutSeeds.ofHeldBatch(seed, microBatches.length, i);
		const heldKl = hold && (await this.#hold(hold, weight, given, dropout));
		const { clip } = this.#optimizer;
		const { norm, scale } = gradientScale(stepper.gradients, weight, clip);
		if (!Number.isFinite(norm)) refuseStep(step, norm);
		this.#update(learningRate, scale);
		return { results, norm, heldKl };
	}

	/** `weight`: what the whole gradient will be divided by. `dropout`: the seed of each micro-batch. */
	async #hold(
		{ held, strength }: Hold,
		weight: number,
		given: Given,
		dropout: (index: number) => number,
	): Promise<number> {
		const tokens = held
			.flatMap(({ rows }) => rows)
			.reduce((sum, row) => sum + supervisedCount(row), 0);
		const share = (strength * weight) / tokens;
		let kl = 0;
		for (const [i, rows] of held.entries())
			kl += await this.#stepper.hold(
				rows,
				share,
				this.policy,
				given,
				dropout(i),
			);
		return kl / tokens;
	}

	/** Names of what it keeps in a checkpoint begin with `prefix`. */
	restore({ trainable, optimizer }: Checkpoint, steps: number, prefix = "") {
		this.policy.restore(
			trainable
				.filter(({ name }) => name.startsWith(prefix))
				.map((tensor) => ({
					...tensor,
					name: tensor.name.slice(prefix.length),
				})),
		);
		const saved = new Map(
			optimizer.map((tensor) => [tensor.name, tensor.data]),
		);
		this.policy.tensors.forEach(({ name }, i) => {
			const state = this.#moments[i] as AdamWState;
			state.m.set(saved.get(`${prefix}${name}.m`) ?? state.m);
			state.v.set(saved.get(`${prefix}${name}.v`) ?? state.v);
			state.step = steps;
		});
	}

	/** What a checkpoint holds. */
	tensors(prefix = ""): { trainable: NamedTensor[]; optimizer: NamedTensor[] } {
		const { tensors } = this.policy;
		const optimizer = tensors.flatMap(({ name, shape }, i) => {
			const { m, v } = this.#moments[i] as AdamWState;
			return [
				{ name: `${prefix}${name}.m`, shape, data: m },
				{ name: `${prefix}${name}.v`, shape, data: v },
			];
		});
		const trainable = tensors.map((tensor) => ({
			...tensor,
			name: `${prefix}${tensor.name}`,
		}));
		return { trainable, optimizer };
	}

	async dispose(): Promise<void> {
		await this.#stepper.dispose();
	}

	#update(learningRate: number, scale: number): void {
		const { betas, epsilon, weightDecay } = this.#optimizer;
		this.policy.tensors.forEach(({ data }, i) => {
			const gradient = this.#stepper.gradients[i] as Float32Array;
			adamW(data, gradient, this.#moments[i] as AdamWState, {
				...{ learningRate, betas, epsilon, weightDecay },
				gradientScale: scale,
			});
		});
	}
}

function refuseStep(step: number, norm: number): never {
	throw new TemperError("data", {
		where: `step ${step + 1}`,
		expected: "a finite gradient",
		found: `a gradient of norm ${norm}`,
		hint: "Lower the learning rate, or look at the rows with `npx temper-lm data check`.",
	});
}
