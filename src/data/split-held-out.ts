import { createHash } from "node:crypto";
import { TemperError } from "../core/error.ts";
import type { EncodedRow } from "../text/encoded-row.ts";
import { promptKey } from "./fingerprint.ts";

/** How much is held out: a fraction of the groups, or a number of them. */
export type HeldOutSize =
	| { readonly fraction: number }
	| { readonly count: number };

/**
 * Splits groups of answers in two; each part keeps their order. Groups with one prompt stay together, and a prompt's side
 * follows from its content and the seed alone, never from the order. What would pass the size is left in training, so
 * fewer groups than asked may be held out; never none.
 * Throws `data` if the rows do not allow a split, `recipe` if the size is impossible.
 */
export function splitHeldOut<G extends readonly EncodedRow[]>(
	groups: readonly G[],
	options: { size: HeldOutSize; seed: number },
): { train: G[]; heldOut: G[] } {
	const target = targetCount(groups.length, options.size);
	const prompts = new Map<string, number[]>();
	groups.forEach(([first], i) => {
		const key = first ? promptKey(first) : "";
		const members = prompts.get(key);
		if (members) members.push(i);
		else prompts.set(key, [i]);
	});
	if (prompts.size < 2) {
		throw new TemperError("data", {
			where: "held-out split",
			expected: "rows with at least two different prompts",
			found: `${groups.length} with ${prompts.size}`,
			hint: "Name a file of held-out rows instead.",
		});
	}
	const held = new Set(choosePrompts(prompts, target, options.seed));
	return {
		train: groups.filter((_, i) => !held.has(i)),
		heldOut: groups.filter((_, i) => held.has(i)),
	};
}

function choosePrompts(
	prompts: ReadonlyMap<string, readonly number[]>,
	target: number,
	seed: number,
): number[] {
	const ranked = [...prompts]
		.map(([key, members]) => ({ rank: rankOf(seed, key), members }))
		.sort((a, b) => (a.rank < b.rank ? -1 : 1));
	const chosen: number[] = [];
	let left = prompts.size;
	for (const { members } of ranked) {
		if (left === 1 || chosen.length >= target) break;
		if (chosen.length + members.length > target) continue;
		chosen.push(...members);
		left--;
	}
	if (chosen.length > 0) return chosen;
	const smallest = ranked.reduce((a, b) =>
		b.members.length < a.members.length ? b : a,
	);
	return [...smallest.members];
}

function rankOf(seed: number, key: string): string {
	return createHash("sha256").update(`${seed}/${key}`).digest("hex");
}

function targetCount(groups: number, size: HeldOutSize): number {
	const refuse = (expected: string, found: number): never => {
		throw new TemperError("recipe", {
			where: "held-out split",
			expected,
			found: String(found),
		});
	};
	if ("fraction" in size) {
		const { fraction } = size;
		if (!(fraction > 0 && fraction < 1)) {
			return refuse("a fraction between 0 and 1", fraction);
		}
		return Math.max(1, Math.round(fraction * groups));
	}
	const { count } = size;
	if (!Number.isInteger(count) || count < 1 || count >= groups) {
		return refuse(`a whole number from 1 to ${groups - 1}`, count);
	}
	return count;
}
