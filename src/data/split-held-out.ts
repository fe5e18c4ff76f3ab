import { createHash } from "node:crypto";
import { TemperError } from "../core/error.ts";
import type { EncodedRow } from "../text/encoded-row.ts";
import { promptKey } from "./fingerprint.ts";

/** How much is held out: a fraction of the rows, or a number of them. */
export type HeldOutSize =
	| { readonly fraction: number }
	| { readonly count: number };

/**
 * Splits rows in two; each part keeps their order. Rows with one prompt stay together, and a prompt's side follows
 * from its content and the seed alone, never from the order of the rows. Groups that would pass the size are left in
 * training, so fewer rows than asked may be held out; never none.
 * Throws `data` where the rows do not allow a split, `recipe` where the size is impossible.
 */
export function splitHeldOut<T extends EncodedRow>(
	rows: readonly T[],
	options: { size: HeldOutSize; seed: number },
): { train: T[]; heldOut: T[] } {
	const target = targetCount(rows.length, options.size);
	const groups = new Map<string, number[]>();
	rows.forEach((row, i) => {
		const key = promptKey(row);
		const group = groups.get(key);
		if (group) group.push(i);
		else groups.set(key, [i]);
	});
	if (groups.size < 2) {
		throw new TemperError("data", {
			where: "held-out split",
			expected: "rows with at least two different prompts",
			found: `${rows.length} with ${groups.size}`,
			hint: "Name a file of held-out rows instead.",
		});
	}
	const held = new Set(chooseGroups(groups, target, options.seed));
	return {
		train: rows.filter((_, i) => !held.has(i)),
		heldOut: rows.filter((_, i) => held.has(i)),
	};
}

function chooseGroups(
	groups: ReadonlyMap<string, readonly number[]>,
	target: number,
	seed: number,
): number[] {
	const ranked = [...groups]
		.map(([key, members]) => ({ rank: rankOf(seed, key), members }))
		.sort((a, b) => (a.rank < b.rank ? -1 : 1));
	const chosen: number[] = [];
	let left = groups.size;
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

function targetCount(rows: number, size: HeldOutSize): number {
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
		return Math.max(1, Math.round(fraction * rows));
	}
	const { count } = size;
	if (!Number.isInteger(count) || count < 1 || count >= rows) {
		return refuse(`a whole number from 1 to ${rows - 1}`, count);
	}
	return count;
}
