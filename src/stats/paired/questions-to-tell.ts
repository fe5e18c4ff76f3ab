import type { PairedDifference } from "./paired-difference.ts";

/** What would have told, had all else been the same: so many questions, or runs of more seeds. */
export type WouldTell =
	| { readonly kind: "questions"; readonly count: number }
	| { readonly kind: "seeds" };

/**
 * How many questions would bring the lower bound of a difference above `least`. The part of its half-width that comes from
 * questions shrinks with the root of their number; the part between runs stays. Null if the value itself is not above
 * `least`, for then no number would, or if the bound is already there.
 */
export function questionsToTell(
	{
		value,
		low,
		questions,
		betweenRuns,
	}: Pick<PairedDifference, "value" | "low" | "questions" | "betweenRuns">,
	least: number,
): WouldTell | null {
	if (value <= least || low > least) return null;
	const half = (value - low) ** 2;
	const fixed = half * betweenRuns;
	const room = (value - least) ** 2 - fixed;
	if (room <= 0) return { kind: "seeds" };
	const count = Math.ceil((questions * (half - fixed)) / room);
	return Number.isFinite(count) && count > questions
		? { kind: "questions", count }
		: null;
}
