import { exampleOf, type Group } from "../../data/example.ts";
import type { SampleRecord } from "../../runs/folder/round-folder.ts";
import {
	type Alikeness,
	alikeness,
} from "../../text/answers/compare-answers.ts";
import type { Demonstration } from "./demonstration.ts";

export interface PairingRule {
	/**
	 * What becomes of a sample that the limit cut off: it lacks its end, and would be told from a demonstration by that alone.
	 * `match`: both answers are cut to one length, without an end. `drop`: it teaches nothing.
	 */
	readonly cut: "match" | "drop";
	/** Also drops answers that share this much of their text and agree on numbers and on the last word; null keeps them. */
	readonly identical: number | null;
}

/** Why a sample, paired with its demonstration, carries no signal. */
export type DropReason = "empty" | "cut" | Alikeness;

/** Why the pair of a demonstration and a sample carries no signal; null if it does. `decode`: tokens as text. */
export function dropReason(
	demo: Demonstration,
	sample: SampleRecord,
	{ cut, identical }: PairingRule,
	decode: (ids: ArrayLike<number>) => string,
): DropReason | null {
	if (sample.text === "") return "empty";
	if (!sample.ended && cut === "drop") return "cut";
	const sides = sidesOf(demo, sample);
	if (sides === null) return "cut";
	if (sameTokens(...sides)) return "identical";
	const [chosen, rejected] = sides.map(decode) as [string, string];
	return alikeness(chosen, rejected, identical);
}

/** A demonstration, chosen, beside a sample of the policy, rejected, which `dropReason` did not drop. */
export function pairOf(
	demo: Demonstration,
	sample: Pick<SampleRecord, "ids" | "ended">,
): Group {
	const { id, prompt } = demo;
	const [chosen, rejected] = sidesOf(demo, sample) ?? [demo.answer, sample.ids];
	return [
		exampleOf(id, prompt, chosen, true),
		exampleOf(id, prompt, rejected, false),
	];
}

type Sides = readonly [ArrayLike<number>, ArrayLike<number>];

/** Both answers whole, or cut to one length if the limit cut the sample; null if that leaves nothing. */
function sidesOf(
	{ answer }: Demonstration,
	{ ids, ended }: Pick<SampleRecord, "ids" | "ended">,
): Sides | null {
	if (ended) return [answer, ids];
	const length = Math.min(answer.length - 1, ids.length);
	if (length < 1) return null;
	return [answer.subarray(0, length), ids.slice(0, length)];
}

function sameTokens(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
	return a.length === b.length && Array.from(a).every((id, t) => id === b[t]);
}
