import { holm } from "../../stats/correction.ts";
import { meanOf } from "../../stats/mean.ts";
import { evenOddsP } from "../../stats/paired/even-odds.ts";
import { tTail } from "../../stats/student-t.ts";
import type { ModelPart, Swap } from "../audit-result.ts";
import type { Outcome } from "../slices/slice-of.ts";
import type { Swapper } from "./swap-terms.ts";

/** Rows of a swap below which nothing is tested. */
export const fewestSwapped = 10;

/** The rows in which one swapper replaced terms. */
export interface SwappedRows {
	readonly swapper: Swapper;
	/** Indices of the rows as they are, into the outcomes before. */
	readonly rows: readonly number[];
	/** Index of the first swapped row in the outcomes after; the others follow. */
	readonly start: number;
}

/** Paired differences of each outcome for each swap, corrected for all of them (Holm). */
export function swapOutcomes(
	swapped: readonly SwappedRows[],
	before: readonly Outcome[],
	after: readonly Outcome[],
): ModelPart["swaps"] {
	const raw = before.map((outcome, o) => ({
		...{ outcome: outcome.name, unit: outcome.unit },
		swaps: swapped.flatMap((one) => swapOf(one, outcome, after[o] as Outcome)),
	}));
	const adjusted = holm(raw.flatMap(({ swaps }) => swaps.map(({ p }) => p)));
	let at = 0;
	return raw.map(({ swaps, ...outcome }) => ({
		...outcome,
		swaps: swaps.map((one) => ({ ...one, adjusted: adjusted[at++] as number })),
	}));
}

function swapOf(
	{ swapper, rows, start }: SwappedRows,
	before: Outcome,
	after: Outcome,
): Swap[] {
	const differences = rows.flatMap((row, i) => {
		const [was, is] = [
			before.values[row] ?? null,
			after.values[start + i] ?? null,
		];
		return was === null || is === null ? [] : [is - was];
	});
	if (differences.length < fewestSwapped) return [];
	const { list, from, to } = swapper;
	const p = before.kind === "share" ? signP(differences) : pairedP(differences);
	return [
		{
			...{ list, from, to, rows: differences.length, p, adjusted: p },
			difference: meanOf(differences),
		},
	];
}

/** McNemar's exact test: rows that changed in either direction. */
function signP(differences: readonly number[]): number {
	const up = differences.filter((x) => x > 0).length;
	const down = differences.filter((x) => x < 0).length;
	return evenOddsP(up, up + down);
}

/** The paired t-test. */
function pairedP(differences: readonly number[]): number {
	const n = differences.length;
	const mean = differences.reduce((sum, x) => sum + x, 0) / n;
	const squares = differences.reduce((sum, x) => sum + (x - mean) ** 2, 0);
	const error = Math.sqrt(squares / (n - 1) / n);
	if (error === 0) return mean === 0 ? 1 : 0;
	return Math.min(1, 2 * tTail(Math.abs(mean) / error, n - 1));
}
