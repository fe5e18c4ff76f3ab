import type { Example, Group } from "./example.ts";
import { PrefixTree } from "./prefix-tree.ts";

/** A gathered cell of the table of copies costs about this part of a packed token: narrow rows against all layers. */
const cellsPerToken = 64;

/** Of a run's tokens: what sharing must save; less could not be told from noise (docs/performance.md). */
const worthwhile = 0.02;

/** What rows of a micro-batch begin with alike. */
export interface SharedTokens {
	/** For each row, which shared token stands at each of its first places; -1 where the row keeps its own. */
	readonly paths: readonly Int32Array[];
	/** In how many rows each shared token stands. */
	readonly copies: readonly number[];
}

/**
 * Tokens with which a row may begin like others, none of which predicts a supervised token: the last token of a prompt predicts another
 * word in each answer, so every answer keeps its own.
 */
function shareable({ mask }: Example): number {
	return Math.max(0, mask.indexOf(1, 1) - 1);
}

/**
 * The tokens that rows share, each after the same beginning. A shared token takes a row of a table as wide as the most copies of one, so
 * tokens of a few wide copies are left out if many narrow ones would pay for them.
 */
export function sharedTokens(rows: readonly Example[]): SharedTokens {
	const tree = new PrefixTree();
	const paths = rows.map((row) => tree.add(row.ids, shareable(row)));
	const counts = new Int32Array(tree.ids.length);
	for (const path of paths)
		for (const token of path) counts[token] = (counts[token] as number) + 1;
	const { width } = bestTable(counts);
	const copies: number[] = [];
	const numbers = counts.map((count) =>
		count > 1 && count <= width ? copies.push(count) - 1 : -1,
	);
	return {
		paths: paths.map((path) => path.map((token) => numbers[token] as number)),
		copies,
	};
}

/** The width of a table of copies that saves most, and the tokens that it saves, less its price. */
function bestTable(counts: Int32Array): { width: number; saved: number } {
	const tokensOf = new Map<number, number>();
	for (const count of counts)
		if (count > 1) tokensOf.set(count, (tokensOf.get(count) ?? 0) + 1);
	let best = { width: 1, saved: 0 };
	let [tokens, less] = [0, 0];
	for (const width of [...tokensOf.keys()].sort((a, b) => a - b)) {
		const more = tokensOf.get(width) as number;
		tokens += more;
		less += more * (width - 1);
		const saved = less - (tokens * width) / cellsPerToken;
		if (saved > best.saved) best = { width, saved };
	}
	return best;
}

function savedBy({ copies }: SharedTokens): number {
	return copies.reduce((sum, count) => sum + count - 1, 0);
}

const tokensOf = (group: Group) =>
	group.reduce((sum, { ids }) => sum + ids.length, 0);

/** Whether a run of such micro-batches is faster with a graph in which rows share what they begin with. */
export function sharingPays(microBatches: Iterable<readonly Group[]>): boolean {
	let [tokens, less] = [0, 0];
	for (const groups of microBatches) {
		const rows = groups.flat();
		tokens += tokensOf(rows);
		less += savedBy(sharedTokens(rows));
	}
	return less > worthwhile * tokens;
}

/** Tokens that a group takes in a micro-batch at most, if rows share what they begin with. */
export function groupLength(group: Group): number {
	const tokens = tokensOf(group);
	return group.length === 1 ? tokens : tokens - savedBy(sharedTokens(group));
}
