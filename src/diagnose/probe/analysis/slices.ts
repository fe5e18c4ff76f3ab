import type { ProbeItem, ProbeSlice } from "../probe-result.ts";
import { shareOf } from "./shares.ts";

/** Numbers with at most so many values are categories; others are cut into bins. */
const mostValues = 8;
const quantiles = 4;

/** An item of a probe with its columns, and the question that it shares with others. */
export type SlicedItem = Pick<
	ProbeItem,
	"knowledge" | "chosen" | "gold" | "columns"
> & { readonly question: string };

/** The name of the slice that each value of a column belongs to, in the order in which slices are shown. */
function cut(values: readonly string[]): ReadonlyMap<string, string> {
	const distinct = [...new Set(values)];
	const numeric = distinct.every(
		(value) => value.trim() !== "" && Number.isFinite(Number(value)),
	);
	if (!numeric)
		return new Map(
			distinct.sort((a, b) => a.localeCompare(b, "en")).map((v) => [v, v]),
		);
	const sorted = distinct.sort((a, b) => Number(a) - Number(b));
	return sorted.length <= mostValues
		? new Map(sorted.map((value) => [value, value]))
		: quantileBins(values, sorted);
}

/** Bins that hold about equally many items; equal values are never parted. */
function quantileBins(
	values: readonly string[],
	sorted: readonly string[],
): Map<string, string> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	const bins: string[][] = Array.from({ length: quantiles }, () => []);
	let before = 0;
	for (const value of sorted) {
		const middle = before + (counts.get(value) as number) / 2;
		const bin = Math.floor((quantiles * middle) / values.length);
		bins[Math.min(quantiles - 1, bin)]?.push(value);
		before += counts.get(value) as number;
	}
	return new Map(
		bins.flatMap((bin) => {
			const [first, last] = [bin[0], bin.at(-1)];
			const name = first === last ? `${first}` : `${first} to ${last}`;
			return bin.map((value) => [value, name] as const);
		}),
	);
}

/**
 * Shares of knowledge and accuracy by the values of a column, with Wilson's intervals over questions. A column of more than
 * eight different numbers is cut into four bins of about equal size. Items without a value are left out.
 */
export function slicesBy(
	items: readonly SlicedItem[],
	column: string,
): ProbeSlice[] {
	const having = items.filter(({ columns }) => Object.hasOwn(columns, column));
	const nameOf = cut(having.map(({ columns }) => columns[column] as string));
	return [...new Set(nameOf.values())].map((value) => {
		const inside = having.filter(
			({ columns }) => nameOf.get(columns[column] as string) === value,
		);
		const share = (wanted: SlicedItem["knowledge"]) =>
			shareOf(inside, ({ knowledge }) => knowledge === wanted);
		return {
			...{ column, value, items: inside.length },
			known: share("known"),
			unknown: share("unknown"),
			unsure: share("unsure"),
			accuracy: shareOf(inside, ({ chosen, gold }) => chosen === gold),
		};
	});
}
