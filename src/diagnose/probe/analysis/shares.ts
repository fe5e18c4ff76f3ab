import type { Estimate } from "../../../stats/estimate.ts";
import { clusteredShare, wilson } from "../../../stats/share.ts";
import { groupsOf } from "./bootstrap.ts";

/**
 * The mean of values from 0 to 1 over items, with Wilson's 95% interval over questions: each question counts once, however
 * many items ask it. NaN without items.
 */
export function shareOf<T extends { readonly question: string }>(
	items: readonly T[],
	measure: (item: T) => number | boolean,
): Estimate {
	const shares = groupsOf(items).map(
		(group) =>
			group.reduce((sum, item) => sum + Number(measure(item)), 0) /
			group.length,
	);
	const whole = shares.every((share) => Number.isInteger(share));
	return whole
		? wilson(
				shares.reduce<number>((sum, share) => sum + share, 0),
				shares.length,
			)
		: clusteredShare(shares);
}
