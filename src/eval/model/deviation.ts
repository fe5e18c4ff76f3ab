import { perToken } from "../../stats/mean.ts";
import type { Deviation } from "../eval-result.ts";
import { estimateOf } from "../question-units.ts";

/** Tuned less base, mean over questions. */
export function lengthDrift(
	base: readonly number[],
	tuned: readonly number[],
): Deviation["length"] {
	const units = tuned.map((tokens, i) => ({
		sum: tokens - (base[i] ?? tokens),
		weight: 1,
	}));
	return estimateOf(units, "mean");
}

/** Shares of tokens by their rank under the base, as Lin et al. part them: first, second or third, below. */
export function tokenShift(ranks: readonly Uint32Array[]): Deviation["shift"] {
	const tokens = ranks.reduce((sum, { length }) => sum + length, 0);
	const share = (holds: (rank: number) => boolean) =>
		perToken(
			ranks.map((row) => Float32Array.from(row, (rank) => Number(holds(rank)))),
		);
	const unshifted = share((rank) => rank === 0);
	const marginal = share((rank) => rank === 1 || rank === 2);
	const shifted = share((rank) => rank > 2);
	if (unshifted === null || marginal === null || shifted === null) return null;
	return { unshifted, marginal, shifted, tokens };
}
