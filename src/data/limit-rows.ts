import { createHash } from "node:crypto";
import { TemperError } from "../core/error.ts";
import type { EncodedAnswer } from "../text/encoded-row.ts";
import { promptKey, rowKey } from "./fingerprint.ts";

/** How many rows to keep: a number, or a share of all, above 0. The other one is null. */
export interface RowLimit {
	readonly rows: number | null;
	readonly share: number | null;
}

export interface LimitedRows<G> {
	/** In the order in which they were given. */
	readonly kept: G[];
	/** What a reader should know, as a sentence. */
	readonly note: string;
}

/**
 * Keeps the rows with the smallest ranks. A rank follows from the row's content and the seed alone, so a smaller limit
 * keeps a subset of what a larger one keeps, whatever the order of the file and whatever other rows it has. Rows with one
 * prompt have neighbouring ranks: at most one prompt is cut in two. Throws `recipe` if less than one row would be left.
 */
export function limitRows<G extends readonly EncodedAnswer[]>(
	groups: readonly G[],
	limit: RowLimit,
	seed: number,
): LimitedRows<G> {
	const total = groups.length;
	const wanted = limit.rows ?? Math.round((limit.share ?? 1) * total);
	if (wanted < 1)
		throw new TemperError("recipe", {
			where: "data.limit",
			expected: "at least one row",
			found: `a share of ${limit.share} of ${total} rows`,
			hint: "Name a larger share, or a number of rows.",
		});
	if (wanted >= total)
		return {
			kept: [...groups],
			note: `data.limit: all ${total} training rows are used${wanted > total ? `, because there are fewer than ${wanted}` : ""}.`,
		};
	const ranks = groups.map((group) => rankOf(seed, group));
	const order = [...groups.keys()].sort((a, b) =>
		compare(ranks[a] as string, ranks[b] as string),
	);
	const chosen = new Set(order.slice(0, wanted));
	return {
		kept: groups.filter((_, i) => chosen.has(i)),
		note: `data.limit: ${wanted} of ${total} training rows are used.`,
	};
}

/** The prompt's hash, then the hash of the whole row. */
function rankOf(seed: number, group: readonly EncodedAnswer[]): string {
	const [first] = group;
	const prompt = first === undefined ? "" : promptKey(first);
	const answers = group.map((answer) => `${rowKey(answer)}${answer.liked}`);
	return hash(`${seed}/limit/${prompt}`) + hash(answers.join("/"));
}

function hash(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
