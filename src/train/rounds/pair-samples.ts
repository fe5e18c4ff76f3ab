import { distance } from "fastest-levenshtein";
import type { Group } from "../../data/example.ts";
import type { SampleRecord } from "../../runs/round-folder.ts";
import { type Demonstration, exampleOf } from "./demonstration.ts";

export interface PairingRule {
	/**
	 * What becomes of a sample that the limit cut off: it lacks its end, and would be told from a demonstration by that alone.
	 * `match`: both answers are cut to one length, without an end. `drop`: it teaches nothing.
	 */
	readonly cut: "match" | "drop";
	/** Answers that share this much of their text are one answer, from 0 to 1. */
	readonly identical: number;
}

export type Pairing = { readonly pair: Group } | { readonly dropped: string };

/** A demonstration, chosen, beside a sample of the policy, rejected; or why the two teach nothing. */
export function pairSample(
	demo: Demonstration,
	sample: SampleRecord,
	{ cut, identical }: PairingRule,
): Pairing {
	if (sample.text === "") return { dropped: "empty" };
	if (likeness(sample.demonstration ?? "", sample.text) >= identical)
		return { dropped: "identical" };
	if (sample.ended) return pairOf(demo, demo.answer, sample.ids);
	if (cut === "drop") return { dropped: "cut" };
	const length = Math.min(demo.answer.length - 1, sample.ids.length);
	if (length < 1) return { dropped: "cut" };
	return pairOf(
		demo,
		demo.answer.subarray(0, length),
		sample.ids.slice(0, length),
	);
}

function pairOf(
	{ id, prompt }: Demonstration,
	chosen: ArrayLike<number>,
	rejected: ArrayLike<number>,
): Pairing {
	const same =
		chosen.length === rejected.length &&
		Array.from(chosen).every((token, t) => token === rejected[t]);
	if (same) return { dropped: "identical" };
	return {
		pair: [
			exampleOf(id, prompt, chosen, true),
			exampleOf(id, prompt, rejected, false),
		],
	};
}

/** Share of the longer text that an edit leaves as it is (Levenshtein); case and white space do not count. */
export function likeness(a: string, b: string): number {
	const [x, y] = [bare(a), bare(b)];
	const longest = Math.max(x.length, y.length);
	return longest === 0 ? 1 : 1 - distance(x, y) / longest;
}

function bare(text: string): string {
	return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
