import type { Estimate } from "../../stats/estimate.ts";
import { meanOverRuns } from "../../stats/over-runs.ts";
import { pairedDifference } from "../../stats/paired/paired-difference.ts";
import { wilson } from "../../stats/share.ts";
import type { Unit, Units } from "../../stats/unit.ts";
import { within } from "../../stats/within.ts";
import type { Deviation } from "../eval-result.ts";

type Rows = readonly ArrayLike<number>[];

const byRow = <T>(rows: readonly T[], unit: (row: T) => Unit): Units =>
	new Map(rows.map((row, i) => [String(i), unit(row)] as const));

const alone = (value: number): Unit => ({ sum: value, weight: 1 });

/** Tuned less base, mean over questions. */
export function lengthDrift(
	base: readonly number[],
	tuned: readonly number[],
): Deviation["length"] {
	const difference = pairedDifference(
		byRow(base, alone),
		[byRow(tuned, alone)],
		"open",
	);
	if (difference === null) return null;
	const { value, low, high } = difference;
	return { value, low, high };
}

/** Mean over the tokens of rows that have any, with an interval over rows; null without tokens. */
export function meanPerToken(rows: Rows): Estimate | null {
	const filled = rows.filter(({ length }) => length > 0);
	const unit = (row: ArrayLike<number>) => ({
		sum: Array.from(row).reduce((sum, x) => sum + x, 0),
		weight: row.length,
	});
	return meanOverRuns([byRow(filled, unit)], "open");
}

/**
 * A share of tokens, with an interval over rows; null without tokens. If all rows agree, as they do if no token was shifted,
 * the interval is Wilson's of as many rows: nothing seen does not mean that there is nothing.
 */
export function shareOfTokens(
	rows: readonly (readonly boolean[])[],
): Estimate | null {
	const filled = rows.filter(({ length }) => length > 0);
	const found = meanPerToken(filled.map((row) => row.map(Number)));
	if (found === null) return null;
	return found.low === found.high
		? wilson(found.value * filled.length, filled.length)
		: within(0, found, 1);
}

/** Shares of tokens by their rank under the base, as Lin et al. divide them: first, second or third, below. */
export function tokenShift(ranks: readonly Uint32Array[]): Deviation["shift"] {
	const tokens = ranks.reduce((sum, { length }) => sum + length, 0);
	const share = (holds: (rank: number) => boolean) =>
		shareOfTokens(ranks.map((row) => Array.from(row, holds)));
	const unshifted = share((rank) => rank === 0);
	const marginal = share((rank) => rank === 1 || rank === 2);
	const shifted = share((rank) => rank > 2);
	if (unshifted === null || marginal === null || shifted === null) return null;
	return { unshifted, marginal, shifted, tokens };
}
