import type { Slice } from "../audit-result.ts";
import { maskPersonal } from "../personal/find-personal.ts";
import { compareMeans, compareShares } from "./two-samples.ts";

/** Rows of a group, and rows that are not in it, below which nothing is tested. */
export const fewestRows = 10;
/** Groups of one property that are tested, the largest ones. */
const mostGroups = 40;

/** An outcome of rows. */
export interface Outcome {
	readonly name: string;
	readonly unit: string;
	/** `share`: zeros and ones. `mean`: any numbers. */
	readonly kind: "share" | "mean";
	/** By row; null if the row has none. */
	readonly values: readonly (number | null)[];
	/** Why rows have none. */
	readonly without: string;
}

/** A property that puts a row into groups. */
export interface Property {
	readonly name: string;
	/** The groups of each row. */
	readonly groups: readonly (readonly string[])[];
}

/** A slice before its p-values are corrected. */
export type Untested = Omit<Slice, "test">;

const testOf = {
	share: "Fisher's exact test",
	mean: "Welch's test",
};

/** An outcome by the groups of a property, each against all other rows; null if no two groups are large enough. */
export function sliceOf(outcome: Outcome, property: Property): Slice | null {
	const has = outcome.values.flatMap((value, i) => (value === null ? [] : [i]));
	const members = new Map<string, Set<number>>();
	for (const i of has)
		for (const name of property.groups[i] ?? [])
			members.set(name, (members.get(name) ?? new Set()).add(i));
	const large = [...members]
		.filter(
			([, { size }]) => size >= fewestRows && has.length - size >= fewestRows,
		)
		.sort(([, a], [, b]) => b.size - a.size)
		.slice(0, mostGroups);
	if (large.length === 0) return null;
	const valueAt = (i: number) => outcome.values[i] as number;
	const compare = outcome.kind === "share" ? compareShares : compareMeans;
	const groups = large.map(([name, inside]) => {
		const comparison = compare(
			[...inside].map(valueAt),
			has.filter((i) => !inside.has(i)).map(valueAt),
		);
		const group = { name: maskPersonal(name), rows: inside.size };
		return { ...group, ...comparison, adjusted: 1 };
	});
	const skipped = outcome.values.length - has.length;
	return {
		...{ outcome: outcome.name, unit: outcome.unit, by: property.name },
		rows: has.length,
		skipped: skipped === 0 ? null : { rows: skipped, reason: outcome.without },
		test: `${testOf[outcome.kind]} of each group with at least ${fewestRows} rows against all other rows, with Holm's correction for all tests of the audit`,
		groups,
	};
}
