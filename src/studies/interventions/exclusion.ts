/** Why a question is used in no group. */
export const exclusions = [
	/** The row cannot be read, or asks nothing. */
	"no-question",
	/** Fewer than two options, or something other than a list of texts. */
	"no-options",
	"duplicate-options",
	/** The row does not say which option is right. */
	"no-answer",
	"answer-not-an-option",
	/** The same question with the same right option stands in an earlier row. */
	"asked-twice",
	/** A task asks it: it would be trained on what is measured. */
	"in-a-task",
	/** The base could not be asked, for example because the prompt is too long. */
	"not-measured",
	/** The base is not confident enough of its choice. */
	"below-floor",
	/** Nothing to put into the prompt of a contextualised row. */
	"no-context",
	/** The base gave no explanation of its answer. */
	"no-explanation",
	/** No question of the other group is close enough in confidence, or groups have a given size. */
	"unmatched",
] as const;
export type Exclusion = (typeof exclusions)[number];

/** Questions left out, by reason. */
export type Excluded = Readonly<Partial<Record<Exclusion, number>>>;

export function countExclusions(reasons: readonly Exclusion[]): Excluded {
	const counts: Partial<Record<Exclusion, number>> = {};
	for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
	return counts;
}
