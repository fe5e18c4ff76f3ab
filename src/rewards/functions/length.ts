import type { Reward } from "../reward.ts";
import type { LengthSpec } from "../reward-spec.ts";

/** 1 if the completion has from `least` to `most` characters (Unicode code points), white space included. */
export function lengthWithin({
	least,
	most,
}: Pick<LengthSpec, "least" | "most">): Reward {
	return ({ completion }) => {
		let length = 0;
		for (const _ of completion) length++;
		return length >= least && (most === null || length <= most) ? 1 : 0;
	};
}
