import { TemperError } from "../../core/error.ts";
import { dropoutSeeds } from "../../core/random.ts";
import { supervisedCount } from "../../data/example.ts";
import { type AdamWState, adamW, newAdamWState } from "../../optim/adamw.ts";
import { gradientScale } from "../../optim/gradient-scale.ts";
import type { Policy } from "../../policy/policy.ts";
import type { Backend } from "../../runtime/open-session.ts";
import type { Learner, LearnerOptions, Trained } from "../engine.ts";
import type {
	Given,
	Hold,
	MicroBatchResult,
	StepPlan,
	StepResult,
} from "../step.ts";
import { Stepper } from "./stepper.ts";

/** A policy, its optimizer, and the session that computes its gradients. */
export class GraphLearner implements Learner {
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

	static async create(
		options: LearnerOptions,
		backend: Backend,
	): Promise<GraphLearner> {
		const { model, objective, graph, endIds, optimizer } = options;
		const stepper = await Stepper.create(
			model,
			objective,
			graph,
			backend,
			endIds,
		);
		const policy = await options.start(stepper.trainables);
		return new GraphLearner(stepper, policy, optimizer);
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
	restore({ trainable, optimizer }: Trained, steps: number, prefix = "") {
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
	tensors(prefix = ""): Trained {
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
