import type { NamedTensor } from "../core/named-tensor.ts";
import { RandomStream } from "../core/random.ts";
import { readTensor } from "../formats/safetensors/tensor-data.ts";
import type { Buffer } from "../graph/session.ts";
import type { ShapedModel } from "../models/model.ts";
import type { Trainable, Tuning } from "../nn/parameters.ts";
import { policyHash } from "./policy-hash.ts";

type TrainableShape = Pick<Trainable, "name" | "shape">;

/** Moves of all policies of this process. */
let moves = 0;

/** The trained arrays of a model, in the order of its graph. */
export class Policy {
	readonly kind = "weights";
	readonly tensors: readonly NamedTensor[];
	/** Null before it is asked for. */
	#key: string | null = null;

	private constructor(tensors: readonly NamedTensor[]) {
		this.tensors = tensors;
	}

	/** Takes the arrays themselves. */
	static of(tensors: readonly NamedTensor[]): Policy {
		return new Policy(tensors);
	}

	/**
	 * Before the first step. Adapters: A uniform in +-1/sqrt(in), as PEFT draws it, and B zero, so that the model is its
	 * base. Full: the checkpoint's weights.
	 */
	static async initial(
		trainables: readonly TrainableShape[],
		model: Pick<ShapedModel, "tensors">,
		tuning: Tuning,
		seed: number,
	): Promise<Policy> {
		const tensors: NamedTensor[] = [];
		for (const { name, shape } of trainables) {
			const stored = model.tensors.get(name);
			const data =
				tuning.kind === "full" && stored
					? await readTensor(stored)
					: initialFactor(name, shape, seed);
			tensors.push({ name, shape, data });
		}
		return new Policy(tensors);
	}

	/** The model that was there before: adapters of zeros, or the checkpoint's weights. */
	static async base(
		trainables: readonly TrainableShape[],
		model: Pick<ShapedModel, "tensors">,
		tuning: Tuning,
	): Promise<Policy> {
		if (tuning.kind === "full")
			return Policy.initial(trainables, model, tuning, 0);
		return new Policy(
			trainables.map(({ name, shape }) => {
				const data = new Float32Array(sizeOf(shape));
				return { name, shape, data };
			}),
		);
	}

	/** Takes over values of the same names. */
	restore(saved: readonly NamedTensor[]): void {
		const byName = new Map(saved.map((tensor) => [tensor.name, tensor.data]));
		for (const { name, data } of this.tensors)
			data.set(byName.get(name) ?? data);
		this.#key = null;
	}

	/**
	 * What the arrays hold, in this process: equal keys mean equal values. A hash, until the policy moves: no other one will hold what it
	 * holds then.
	 */
	get key(): string {
		this.#key ??= policyHash(this);
		return this.#key;
	}

	/** Called after the arrays were changed. */
	moved(): void {
		this.#key = `move ${++moves}`;
	}

	get values(): ReadonlyMap<string, Float32Array> {
		return new Map(this.tensors.map(({ name, data }) => [name, data]));
	}

	/** Inputs of a graph. The arrays themselves: an update is seen by the next run. */
	get buffers(): Record<string, Buffer> {
		return Object.fromEntries(
			this.tensors.map(({ name, shape, data }) => [
				name,
				{ data, dims: shape },
			]),
		);
	}
}

export function sizeOf(shape: readonly number[]): number {
	return shape.reduce((product, size) => product * size, 1);
}

function initialFactor(
	name: string,
	shape: readonly number[],
	seed: number,
): Float32Array {
	const data = new Float32Array(sizeOf(shape));
	if (!name.endsWith(".lora_A.weight")) return data;
	const stream = new RandomStream(seed, `init/${name}`);
	const bound = 1 / Math.sqrt(shape[1] as number);
	for (let i = 0; i < data.length; i++)
		data[i] = bound * (2 * stream.uniform() - 1);
	return data;
}
