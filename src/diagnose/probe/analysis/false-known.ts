import type { Estimate } from "../../../stats/estimate.ts";
import type { JudgedItem } from "./judge-items.ts";
import { aboveChance } from "./knowledge.ts";
import { shareOf } from "./shares.ts";

/**
 * Share of items called known whose right option was a lucky guess. A confident guess among K options falls on the right
 * one as often as on each of the K - 1 wrong ones, so each confident wrong choice stands for 1 / (K - 1) lucky guesses.
 * The interval is Wilson's for the share of confident wrong choices, carried over. A model that confuses some facts
 * systematically has more confident wrong choices than its guesses explain: the share is then too high.
 */
export function estimateFalseKnown(
	items: readonly JudgedItem[],
	knownFrom: number,
): Estimate {
	const known = items.filter(({ knowledge }) => knowledge === "known");
	if (known.length === 0) return { value: 0, low: 0, high: 1 };
	const lucky = shareOf(items, ({ chosen, gold, confidence, options }) => {
		const held = aboveChance(confidence, options) >= knownFrom;
		return held && chosen !== gold ? 1 / (options - 1) : 0;
	});
	const scale = (share: number) =>
		Math.min(1, (share * items.length) / known.length);
	return {
		value: scale(lucky.value),
		low: scale(lucky.low),
		high: scale(lucky.high),
	};
}
