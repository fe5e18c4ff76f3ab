import type { Example, Group } from "./example.ts";

/** A gathered cell of the table of copies costs about this part of a packed token: narrow rows against all layers. */
const cellsPerToken = 64;

/** Of a run's tokens: what sharing must save; less could not be told from noise (docs/performance.md). */
const worthwhile = 0.02;

/** Place of the first token that counts; null if none does. */
function firstSupervised({ mask }: Example): number | null {
	const first = mask.indexOf(1, 1);
	return first < 0 ? null : first;
}

interface Shareable {
	/** Tokens that all answers begin with. */
	readonly length: number;
	/** Answers with supervised tokens. */
	readonly answers: number;
}

/**
 * What the answers of a group begin with, as far as none of it predicts a supervised token: the last token of a prompt
 * predicts another word in each answer, so every answer keeps its own.
 */
function shareable(group: Group): Shareable {
	const rows = group.filter((row) => firstSupervised(row) !== null);
	const [first, ...others] = rows;
	if (!first || others.length === 0) return { length: 0, answers: rows.length };
	const limit = Math.min(...rows.map((row) => firstSupervised(row) ?? 0)) - 1;
	let length = 0;
	while (
		length < limit &&
		others.every(({ ids }) => ids[length] === first.ids[length])
	)
		length++;
	return { length, answers: rows.length };
}

const saved = ({ length, answers }: Shareable) => length * (answers - 1);

/**
 * For each group the number of tokens that its answers share, 0 where they share none. A shared token takes a row of a
 * table as wide as the largest group that shares, so a few large groups are left out if many small ones would pay
 * for them.
 */
export function sharedLengths(groups: readonly Group[]): number[] {
	const found = groups.map(shareable);
	const chosen = (width: number) =>
		found.map(({ length, answers }) => (answers <= width ? length : 0));
	const gain = (width: number) =>
		found
			.filter(({ answers }) => answers <= width)
			.reduce(
				(sum, one) => sum + saved(one) - (one.length * width) / cellsPerToken,
				0,
			);
	const widths = [...new Set(found.map(({ answers }) => answers))];
	const best = widths.reduce(
		(best, width) => (gain(width) > gain(best) ? width : best),
		0,
	);
	return chosen(best);
}

/** Whether a run over such groups is faster with a graph in which answers share their prompts. */
export function sharingPays(groups: readonly Group[]): boolean {
	const tokens = groups.flat().reduce((sum, { ids }) => sum + ids.length, 0);
	const less = groups.reduce((sum, group) => sum + saved(shareable(group)), 0);
	return less > worthwhile * tokens;
}

/** Tokens that a group takes in a micro-batch if answers share their prompts. */
export function groupLength(group: Group): number {
	const tokens = group.reduce((sum, { ids }) => sum + ids.length, 0);
	return tokens - saved(shareable(group));
}
