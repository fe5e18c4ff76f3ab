import { heldOutNote } from "../../data/check/row-notes.ts";
import type { Example, Group } from "../../data/example.ts";
import { promptKey } from "../../data/fingerprint.ts";
import { limitRows } from "../../data/limit-rows.ts";
import { mixSources } from "../../data/mix-sources.ts";
import { splitHeldOut } from "../../data/split-held-out.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";

import type { ReadFile } from "./group-reader.ts";

interface Split {
	readonly train: Group[];
	readonly heldOut: Group[];
}

/** The training rows with the held-out ones taken out, limited and weighted as the recipe says. Throws `data`. */
export async function readTraining(
	{ data, seed }: ResolvedRecipe,
	read: ReadFile,
	notes: string[],
): Promise<Split> {
	const sources = await Promise.all(data.train.map(({ path }) => read(path)));
	const split = await holdOut(sources.flat(), data, seed, read);
	const { heldOut } = split;
	const train = limited(split.train, data.limit, seed, notes);
	const leaks = countLeaks(train, heldOut);
	const few = heldOutNote(heldOut.length);
	if (few !== null) notes.push(few);
	if (leaks > 0)
		notes.push(`${leaks} training rows have the prompt of a held-out row.`);
	if (data.train.every(({ weight }) => weight === 1)) return { train, heldOut };
	const kept = new Set(train);
	const all = data.train.map((source, i) => ({
		...source,
		rows: (sources[i] ?? []).filter((row) => kept.has(row)),
	}));
	const pools =
		data.limit === null ? all : all.filter(({ rows }) => rows.length);
	for (const { path, rows } of all)
		if (rows.length === 0 && data.limit !== null)
			notes.push(`data.limit: no row of ${path} is used.`);
	const mixed = mixSources(
		pools.map(({ path, weight, rows }) => ({
			name: path,
			size: rows.length,
			amount: { passes: weight },
		})),
		seed,
	);
	const rows = mixed.map(
		({ source, row }) => pools[source]?.rows[row] as Group,
	);
	return { train: rows, heldOut };
}

/** The part of the training rows that `data.limit` asks for. */
function limited(
	rows: Group[],
	limit: ResolvedRecipe["data"]["limit"],
	seed: number,
	notes: string[],
): Group[] {
	if (limit === null) return rows;
	const { kept, note } = limitRows(rows, limit, seed);
	notes.push(note);
	return kept;
}

async function holdOut(
	groups: Group[],
	data: ResolvedRecipe["data"],
	seed: number,
	read: ReadFile,
): Promise<Split> {
	const { heldOut } = data;
	switch (heldOut.kind) {
		case "none":
			return { train: groups, heldOut: [] };
		case "file":
			return { train: groups, heldOut: await read(heldOut.path) };
		case "fraction":
			return splitHeldOut(groups, { size: { fraction: heldOut.share }, seed });
		case "count":
			return splitHeldOut(groups, { size: { count: heldOut.rows }, seed });
		default:
			return heldOut satisfies never;
	}
}

function countLeaks(
	train: readonly Group[],
	heldOut: readonly Group[],
): number {
	const keyOf = (group: Group) => promptKey(group[0] as Example);
	const prompts = new Set(heldOut.map(keyOf));
	return train.filter((group) => prompts.has(keyOf(group))).length;
}
