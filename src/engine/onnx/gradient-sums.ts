import type { Buffer, Buffers } from "../../graph/session.ts";
import type { Trainable } from "../../nn/parameters.ts";
import { sizeOf } from "../../policy/policy.ts";

/** A micro-batch's place in the order in which gradients are summed. */
export interface Place {
	readonly step: number;
	/** From 0 in each step. */
	readonly index: number;
}

/**
 * Gradients of micro-batches, summed in the order in which these took their places, so that the last digits do not depend on which of
 * them was computed first.
 */
export class GradientSums {
	/** Made when they are first asked for, unless others are given. */
	#arrays: readonly Float32Array[] | null = null;
	readonly #trainables: readonly Trainable[];
	/** Gradients of a micro-batch after the first; made when there is a second one. */
	#scratch: Buffers | null = null;
	#step = 0;
	#places = 0;
	/** The index of the next micro-batch to add. */
	#next = 0;
	/** Gradients that wait for those before them, by index. */
	readonly #waiting = new Map<number, Buffers>();

	constructor(trainables: readonly Trainable[]) {
		this.#trainables = trainables;
	}

	/** In the order of the trainables. */
	get arrays(): readonly Float32Array[] {
		this.#arrays ??= zeros(this.#trainables);
		return this.#arrays;
	}

	/** From now on the sums are kept in these arrays. */
	keepIn(arrays: readonly Float32Array[]): void {
		this.#arrays = arrays;
	}

	/** Begins a step: the next gradients replace the sums. What micro-batches of an earlier step still compute is not added. */
	clear(): void {
		this.#step++;
		this.#places = 0;
		this.#next = 0;
		this.#waiting.clear();
	}

	/** The next place. */
	take(): Place {
		return { step: this.#step, index: this.#places++ };
	}

	/** Arrays to compute a micro-batch's gradients into, if no other is computed at the same time: the first one's are the sums. */
	targets({ index }: Place): Buffers {
		if (index === 0) return outputsInto(this.#trainables, this.arrays);
		this.#scratch ??= outputsInto(this.#trainables, zeros(this.#trainables));
		return this.#scratch;
	}

	/** Adds the gradients among the outputs of a micro-batch, when those before it have been added. */
	add({ step, index }: Place, outputs: Buffers): void {
		if (step !== this.#step) return;
		this.#waiting.set(index, outputs);
		for (;;) {
			const next = this.#waiting.get(this.#next);
			if (next === undefined) return;
			this.#waiting.delete(this.#next);
			this.#sum(next, this.#next === 0);
			this.#next++;
		}
	}

	#sum(outputs: Buffers, first: boolean): void {
		this.#trainables.forEach(({ name }, i) => {
			const sum = this.arrays[i] as Float32Array;
			const extra = outputs[outputOf(name)]?.data as Float32Array;
			if (extra === sum) return;
			if (first) sum.set(extra);
			else
				for (let k = 0; k < sum.length; k++)
					sum[k] = (sum[k] as number) + (extra[k] as number);
		});
	}
}

const outputOf = (name: string) => `grad.${name}`;

const zeros = (trainables: readonly Trainable[]) =>
	trainables.map(({ shape }) => new Float32Array(sizeOf(shape)));

function outputsInto(
	trainables: readonly Trainable[],
	arrays: readonly Float32Array[],
): Buffers {
	return Object.fromEntries(
		trainables.map(({ name, shape }, i): [string, Buffer] => [
			outputOf(name),
			{ data: arrays[i] as Float32Array, dims: shape },
		]),
	);
}
