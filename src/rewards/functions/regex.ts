import type { Reward } from "../reward.ts";
import type { RegexSpec } from "../reward-spec.ts";

/**
 * 1 if the pattern is found in the completion, or, with `match: false`, if it is not. A pattern can take forever:
 * a recipe's runs in a thread.
 */
export function regularExpression({
	pattern,
	flags,
	match,
}: Pick<RegexSpec, "pattern" | "flags" | "match">): Reward {
	const expression = new RegExp(pattern, flags);
	return ({ completion }) => (expression.test(completion) === match ? 1 : 0);
}
