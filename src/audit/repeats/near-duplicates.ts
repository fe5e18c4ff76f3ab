import { type Bands, MinHash } from "./min-hash.ts";
import { jaccard, type Shingler } from "./shingles.ts";

/** Sets of similarity 0.7 meet with probability 0.9998, of 0.6 with 0.988, of 0.3 with 0.23. */
export const usualBands: Bands = { bands: 32, rows: 4 };

/** Members of a bucket that a new one is compared with. */
const compared = 12;

/** A text that is like an earlier one. */
export interface NearDuplicate {
	/** Index of the text, and of the earlier one that it is most like. */
	readonly index: number;
	readonly of: number;
	/** Jaccard similarity of their shingles, computed exactly. */
	readonly similarity: number;
}

export interface NearOptions {
	readonly threshold: number;
	readonly seed: number;
	readonly shingle: Shingler;
	readonly bands?: Bands;
}

/**
 * Finds texts whose shingles are similar to those of an earlier text. MinHash with bands proposes pairs, and the exact
 * similarity decides, so that no pair below the threshold is reported; a pair above it is missed if no band meets. Null
 * texts are left out.
 */
export function nearDuplicates(
	texts: readonly (string | null)[],
	{ threshold, seed, shingle, bands = usualBands }: NearOptions,
): NearDuplicate[] {
	const hash = new MinHash(bands, seed);
	const buckets = Array.from(
		{ length: bands.bands },
		() => new Map<number, number[]>(),
	);
	const sets: Uint32Array[] = [];
	const found: NearDuplicate[] = [];
	texts.forEach((text, index) => {
		const set = text === null ? new Uint32Array(0) : shingle(text);
		sets.push(set);
		const signature = hash.signature(set);
		if (signature === null) return;
		const candidates = new Set<number>();
		for (const [band, bucketOf] of buckets.entries()) {
			const at = band * bands.rows;
			const key = keyOf(signature.subarray(at, at + bands.rows));
			const bucket = bucketOf.get(key) ?? [];
			for (const one of bucket) candidates.add(one);
			if (bucket.length < compared) bucket.push(index);
			bucketOf.set(key, bucket);
		}
		const best = mostLike(set, [...candidates], sets);
		if (best !== null && best.similarity >= threshold)
			found.push({ index, ...best });
	});
	return found;
}

/** One number for a band. Bands that share it by chance cost a comparison and nothing else. */
function keyOf(band: Uint32Array): number {
	return band.reduce(
		(key, x) => Math.imul(key ^ x, 0x01000193) ^ (x >>> 15),
		7,
	);
}

function mostLike(
	set: Uint32Array,
	candidates: readonly number[],
	sets: readonly Uint32Array[],
): { of: number; similarity: number } | null {
	let best: { of: number; similarity: number } | null = null;
	for (const of of candidates) {
		const similarity = jaccard(set, sets[of] as Uint32Array);
		if (best === null || similarity > best.similarity)
			best = { of, similarity };
	}
	return best;
}
