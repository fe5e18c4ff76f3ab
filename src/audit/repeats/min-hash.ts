import { RandomStream } from "../../core/random.ts";

/** Bands of rows: two sets meet in at least one band with probability 1 - (1 - s^rows)^bands at similarity s. */
export interface Bands {
	readonly bands: number;
	readonly rows: number;
}

/**
 * Signatures of sets (Broder 1997): for each of bands × rows permutations the least value of the set. A permutation is
 * a · x + b modulo 2^32 with an odd a, seeded.
 */
export class MinHash {
	readonly #a: Uint32Array;
	readonly #b: Uint32Array;
	readonly size: number;

	constructor({ bands, rows }: Bands, seed: number) {
		this.size = bands * rows;
		const random = new RandomStream(seed, "audit/min-hash");
		this.#a = Uint32Array.from({ length: this.size }, () => random.bits() | 1);
		this.#b = Uint32Array.from({ length: this.size }, () => random.bits());
	}

	/** Null for an empty set. */
	signature(set: Uint32Array): Uint32Array | null {
		if (set.length === 0) return null;
		const least = new Uint32Array(this.size).fill(0xffffffff);
		for (const x of set)
			for (let i = 0; i < this.size; i++) {
				const value = scramble(
					Math.imul(this.#a[i] as number, x) + (this.#b[i] as number),
				);
				if (value < (least[i] as number)) least[i] = value;
			}
		return least;
	}
}

/** Mixes high bits into low ones, without which a multiplication modulo a power of two keeps the order of low bits. */
function scramble(x: number): number {
	const z = Math.imul(x ^ (x >>> 16), 0x7feb352d);
	return (z ^ (z >>> 15)) >>> 0;
}

/** The share of permutations on which two signatures agree: an estimate of the Jaccard similarity. */
export function agreement(a: Uint32Array, b: Uint32Array): number {
	let same = 0;
	for (let i = 0; i < a.length; i++) if (a[i] === b[i]) same++;
	return same / a.length;
}
