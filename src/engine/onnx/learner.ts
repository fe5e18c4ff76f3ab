import { TemperError } from "../../core/error.ts";
import { dropoutSeeds } from "../../core/random.ts";
import { sideBySide } from "../../core/side-by-side.ts";
import { supervisedCount } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import { sft } from "../../objectives/imitation/sft.ts";
import { type AdamWState, adamW } from "../../optim/adamw.ts";
import { gradientScale } from "../../optim/gradient-scale.ts";
import { trainingArrays } from "../../optim/kernel/arrays.ts";
import { Policy, sizeOf } from "../../policy/policy.ts";
import { policyHash } from "../../policy/policy-hash.ts";
import type {
	DrawBack,
	Learner,
	LearnerOptions,
	LearnerState,
	ReadableTensor,
	SavedState,
} from "../engine.ts";
import {
	type Given,
	type Hold,
	nothingGiven,
	type StepPlan,
	type StepResult,
} from "../step.ts";
import { drawBackTo } from "./draw-back-to.ts";
import type { GradientsOptions, GraphParts } from "./graph-parts.ts";
import { partsFor } from "./parts-for.ts";
import type { Gradients } from "./stepper.ts";

export interface GraphLearnerOptions
	extends GradientsOptions,
		Pick<LearnerOptions, "optimizer" | "start"> {
	/** The model to which rows are held; null if none are. */
	readonly anchor: Model | null;
	/** What a policy is drawn back to. */
	readonly base: Model;
}

/** A policy, its optimizer, and the session that computes its gradients. */
export class GraphLearner implements Learner {
	readonly weights: Policy;
	readonly #stepper: Gradients;
	readonly #options: GraphLearnerOptions;
	readonly #parts: GraphParts;
	readonly #moments: readonly AdamWState[];

	private constructor(
		stepper: Gradients,
		policy: Policy,
		moments: readonly AdamWState[],
		options: GraphLearnerOptions,
		parts: GraphParts,
	) {
		this.#stepper = stepper;
		this.weights = policy;
		this.#options = options;
		this.#parts = parts;
		this.#moments = moments;
	}

	static async create(
		options: GraphLearnerOptions,
		parts: GraphParts,
	): Promise<GraphLearner> {
		const { model, objective, graph, anchor, endIds, start } = options;
		const stepper = await parts.gradients({
			...{ model, objective, endIds, sideBySide: true },
			graph: { ...graph, ...(anchor && { anchor }) },
		});
		const tensors = await start(stepper.trainables);
		const arrays = trainingArrays(tensors.map(({ data }) => data.length));
		stepper.sumIn(arrays.gradients);
		const policy = Policy.of(
			tensors.map((tensor, i) => {
				const data = arrays.parameters[i] as Float32Array;
				data.set(tensor.data);
				return { ...tensor, data };
			}),
		);
		const moments = arrays.m.map((m, i) => {
			const v = arrays.v[i] as Float32Array;
			return { m, v, step: 0 };
		});
		return new GraphLearner(stepper, policy, moments, options, parts);
	}

	get parameters(): number {
		return this.weights.tensors.reduce(
			(sum, { shape }) => sum + sizeOf(shape),
			0,
		);
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
		const { width } = stepper;
		const parts = partsFor(width, microBatches);
		stepper.clear();
		const results = await sideBySide(width, parts, ({ groups, index }) => {
			const dropout = dropoutSeeds.ofMicroBatch(seed, index);
			return stepper.run(groups, this.weights, given, dropout);
		});
		const weight = results.reduce((sum, result) => sum + result.weight, 0);
		const dropout = (i: number) =>
			dropoutSeeds.ofHeldBatch(seed, parts.length, i);
		const heldKl = hold && (await this.#hold(hold, weight, given, dropout));
		const { clip } = this.#options.optimizer;
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
		const stepper = this.#stepper;
		const kls = await sideBySide(stepper.width, held, (rows, i) =>
			stepper.hold(rows, share, this.weights, given, dropout(i)),
		);
		return kls.reduce((sum, kl) => sum + kl, 0) / tokens;
	}

	async sftNorm({
		microBatches,
		seed,
	}: Pick<StepPlan, "microBatches" | "seed">): Promise<number> {
		const { model, graph, endIds } = this.#options;
		const stepper = await this.#parts.gradients({
			...{ model, objective: sft(), endIds },
			graph: { ...graph, sharedPrompts: false },
		});
		let weight = 0;
		for (const [i, groups] of microBatches.entries()) {
			const liked = groups.flat().filter((row) => row.liked);
			if (liked.length === 0) continue;
			const rows = liked.map((row) => [row]);
			const dropout = dropoutSeeds.ofMicroBatch(seed, i);
			const given = nothingGiven;
			weight += (await stepper.run(rows, this.weights, given, dropout)).weight;
		}
		const { norm } = gradientScale(stepper.gradients, weight, null);
		await stepper.dispose();
		return norm;
	}

	async hash(): Promise<string> {
		return policyHash(this.weights);
	}

	drawBack(): Promise<DrawBack> {
		const { base, graph } = this.#options;
		return drawBackTo(base, this.weights, graph.tuning);
	}

	async restore(
		{ trainable, optimizer }: SavedState,
		steps: number,
		prefix = "",
	): Promise<void> {
		this.weights.restore(
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
		this.weights.tensors.forEach(({ name }, i) => {
			const state = this.#moments[i] as AdamWState;
			state.m.set(saved.get(`${prefix}${name}.m`) ?? state.m);
			state.v.set(saved.get(`${prefix}${name}.v`) ?? state.v);
			state.step = steps;
		});
	}

	async state(prefix = ""): Promise<LearnerState> {
		const { tensors } = this.weights;
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
		return { trainable, optimizer, write: null };
	}

	async outcome(): Promise<readonly ReadableTensor[]> {
		return this.weights.tensors.map(({ name, shape, data }) => ({
			...{ name, shape },
			read: async () => data,
		}));
	}

	async dispose(): Promise<void> {
		await this.#stepper.dispose();
	}

	#update(learningRate: number, scale: number): void {
		const { betas, epsilon, weightDecay } = this.#options.optimizer;
		this.weights.tensors.forEach(({ data }, i) => {
			const gradient = this.#stepper.gradients[i] as Float32Array;
			adamW(data, gradient, this.#moments[i] as AdamWState, {
				...{ learningRate, betas, epsilon, weightDecay },
				gradientScale: scale,
			});
		});
		this.weights.moved();
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
