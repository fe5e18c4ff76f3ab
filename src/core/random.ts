/**
 * A named, seeded stream of random numbers whose whole state is two 32-bit words, so that a checkpoint can hold it.
 * SplitMix32 over a counter, keyed by an FNV-1a hash of seed and name: streams with different names are
 * independent, and adding a stream never changes another.
 */
export class RandomStream {
	#key: number;
	#counter: number;

	constructor(seed: number, name: string) {
		let hash = 0x811c9dc5;
		for (const char of `${seed}/${name}`) {
			hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
		}
		this.#key = hash >>> 0;
		this.#counter = 0;
	}

	get state(): readonly [number, number] {
		return [this.#key, this.#counter];
	}

	set state(state: readonly [number, number]) {
		this.#key = state[0] >>> 0;
		this.#counter = state[1] >>> 0;
	}

	/** 32 uniform bits. */
	bits(): number {
		this.#counter = (this.#counter + 1) >>> 0;
		let z = (Math.imul(this.#counter, 0x9e3779b9) ^ this.#key) >>> 0;
		z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
		z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
		z = (z ^ (z >>> 16)) >>> 0;
		z = Math.imul(z + this.#key, 0x9e3779b1);
		return (z ^ (z >>> 15)) >>> 0;
	}

	/** Uniform in [0, 1), 32 bits of it. */
	uniform(): number {
		return this.bits() / 4294967296;
	}

	/** Uniform integer in [0, below). */
	integer(below: number): number {
		return Math.floor(this.uniform() * below);
	}

	/** Standard normal (Box and Muller 1958), one value per two draws. */
	normal(): number {
		const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
		return radius * Math.cos(2 * Math.PI * this.uniform());
	}

	/** Shuffles in place (Fisher and Yates). */
	shuffle<T>(items: T[]): T[] {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.integer(i + 1);
			[items[i], items[j]] = [items[j] as T, items[i] as T];
		}
		return items;
	}
}

/**
 * Seeds of the streams that decide what dropout drops. They are numbers because a step hands them on. Other formulas would
 * change the bytes of every run that was recorded with dropout.
 */
export const dropoutSeeds = {
	/** Step `step` of a run, from 0. */
	ofStep: (run: number, step: number): number => run * 1_000_003 + step,
	/** Step `step`, from 0, of a reward model that takes `steps` steps in round `round`, from 1. */
	ofRewardStep: (
		run: number,
		{
			round,
			steps,
			step,
		}: Readonly<Record<"round" | "steps" | "step", number>>,
	): number => (round * steps + step) ^ run,
	/** Micro-batch `index`, from 0, of a step that has the seed `step`. */
	ofMicroBatch: (step: number, index: number): number => step * 1009 + index,
	/** Micro-batch `index` of the rows that are held, after the `before` micro-batches of the objective. */
	ofHeldBatch: (step: number, before: number, index: number): number =>
		step * 1009 + before + index,
} as const;
