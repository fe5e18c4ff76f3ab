import { type Example, supervisedCount } from "../../../data/example.ts";
import { joinRows } from "../../../data/pack.ts";
import type { WireTensors } from "../wire.ts";

type Rows = readonly Example[];

/** Rows in their order, as many in a micro-batch as have at most `tokens` tokens; a longer row is alone. */
export function inOrder(rows: Rows, tokens: number): Rows[] {
	const batches: Example[][] = [];
	let size = 0;
	for (const row of rows) {
		const { length } = row.ids;
		const last = batches.at(-1);
		if (last === undefined || size + length > tokens) {
			batches.push([row]);
			size = length;
		} else {
			last.push(row);
			size += length;
		}
	}
	return batches;
}

/** Tokens of rows, with which the time of a request grows. */
export function tokensOf(rows: Rows): number {
	return rows.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** Micro-batches of rows as tensors of a request. Their names begin with `prefix`. */
export function rowTensors(batches: readonly Rows[], prefix = ""): WireTensors {
	const rows = batches.flat();
	const total = tokensOf(rows);
	const ids = new Int32Array(total);
	const mask = new Uint8Array(total);
	let at = 0;
	for (const row of rows) {
		ids.set(row.ids, at);
		mask.set(row.mask, at);
		at += row.ids.length;
	}
	const lengths = Int32Array.from(rows, (row) => row.ids.length);
	const liked = Uint8Array.from(rows, (row) => (row.liked ? 1 : 0));
	const groups = Int32Array.from(batches, (batch) => batch.length);
	const all = { ids, mask, lengths, liked, groups };
	return Object.fromEntries(
		Object.entries(all).map(([name, data]) => [
			`${prefix}${name}`,
			{ shape: [data.length], data },
		]),
	);
}

/** One number for each row, or the numbers of each row's supervised tokens, as a tensor. */
export function perRow(
	rows: Rows,
	value: (row: Example) => number | Float32Array,
) {
	const data = joinRows(
		rows.map((row) => {
			const found = value(row);
			return typeof found === "number" ? Float32Array.of(found) : found;
		}),
	);
	return { shape: [data.length], data };
}

/** An array over the supervised tokens of rows, cut into those of each row. */
export function cutByRow(rows: Rows, values: Float32Array): Float32Array[] {
	let start = 0;
	return rows.map((row) => {
		const end = start + supervisedCount(row);
		const part = values.subarray(start, end);
		start = end;
		return part;
	});
}
