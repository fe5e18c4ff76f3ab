import xxhash from "xxhash-wasm";
import { normalise } from "../words/normalise.ts";

/** Characters of a shingle. Characters, and not words, serve Japanese and English alike. */
export const shingleLength = 5;

/** Turns a text into its set of shingles: 32-bit hashes (xxHash), ascending, each once. */
export type Shingler = (text: string) => Uint32Array;

export async function openShingler(): Promise<Shingler> {
	const { h32 } = await xxhash();
	return (text) => {
		const chars = normalise(text);
		const seen = new Set<number>();
		for (let i = 0; i + shingleLength <= chars.length; i++)
			seen.add(h32(chars.slice(i, i + shingleLength)));
		if (seen.size === 0 && chars !== "") seen.add(h32(chars));
		return Uint32Array.from(seen).sort();
	};
}

/** Jaccard similarity of two sets in ascending order: what they share over all that either has. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
	let shared = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length; ) {
		const x = a[i] as number;
		const y = b[j] as number;
		if (x === y) shared++;
		if (x <= y) i++;
		if (y <= x) j++;
	}
	const all = a.length + b.length - shared;
	return all === 0 ? 0 : shared / all;
}
