import xxhash from "xxhash-wasm";
import { normalise } from "../words/normalise.ts";

/**
 * Characters of a shingle. Characters, and not words, serve Japanese and English alike, but a Japanese character says more
 * than a Latin letter: a text with this share of them has shorter shingles.
 */
export const shingleLength = { spaced: 5, wide: 3 } as const;
const wideShare = 0.3;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Turns a text into its set of shingles: 32-bit hashes (xxHash), ascending, each once. */
export type Shingler = (text: string) => Uint32Array;

export async function openShingler(): Promise<Shingler> {
	const { h32 } = await xxhash();
	return (text) => {
		const chars = normalise(text);
		const seen = new Set<number>();
		const isWide = (chars.match(wide)?.length ?? 0) >= wideShare * chars.length;
		const length = shingleLength[isWide ? "wide" : "spaced"];
		for (let i = 0; i + length <= chars.length; i++)
			seen.add(h32(chars.slice(i, i + length)));
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
