import type { Reward } from "../reward.ts";
import type { FormatSpec } from "../reward-spec.ts";

/** 1 if the completion, trimmed, starts and ends as asked; start and end must not overlap. */
export function startsAndEnds(spec: Pick<FormatSpec, "start" | "end">): Reward {
	const start = spec.start ?? "";
	const end = spec.end ?? "";
	return ({ completion }) => {
		const text = completion.trim();
		return text.length >= start.length + end.length &&
			text.startsWith(start) &&
			text.endsWith(end)
			? 1
			: 0;
	};
}
