import { lengthNote } from "../data/check/length-note.ts";
import { mean } from "../stats/mean.ts";
import { wilson } from "../stats/share.ts";
import type { ChosenContest } from "./choose-all.ts";
import type { Agreement } from "./labelled.ts";
import type { SampledContest } from "./make-contests.ts";
import type { ReadPrompts } from "./pair-prompt.ts";
import type { PairsReport } from "./pairs-report.ts";
import type { Unchosen } from "./rank/choose-pairs.ts";
import { positionBias } from "./rank/votes.ts";

/** Reasons of failures that are listed. */
const listed = 3;

export interface ReportParts {
	readonly read: ReadPrompts;
	readonly labelled: Agreement | null;
	readonly demonstrations: number | null;
}

/** Counts what became of prompts, samples and comparisons. */
export function reportOf(
	contests: readonly ChosenContest[],
	{ read, labelled, demonstrations }: ReportParts,
): PairsReport {
	const made = contests.flatMap((one) => one.made);
	const sum = (of: (contest: ChosenContest) => number) =>
		contests.reduce((total, contest) => total + of(contest), 0);
	const count = (of: (contest: SampledContest) => number) =>
		sum(({ contest }) => of(contest));
	const droppedFor = (reason: Unchosen) =>
		sum(({ dropped }) => dropped[reason]);
	const lengths = made.map(({ chosen, rejected }) => ({
		chosen: chosen.tokens,
		rejected: rejected.tokens,
	}));
	const longer = lengths.filter(({ chosen, rejected }) => chosen > rejected);
	const failures = contests.flatMap(({ judgement }) => judgement.failures);
	const { rows, repeated, tooLong } = read;
	return {
		prompts: {
			...{ rows, repeated, tooLong, used: contests.length },
			paired: contests.filter((one) => one.made.length > 0).length,
		},
		samples: {
			drawn: count(({ drawn }) => drawn),
			empty: count(({ empty }) => empty),
			cut: count(({ cut }) => cut),
			repeated: count((contest) => contest.repeated),
			withoutDemonstration: count((contest) => contest.withoutDemonstration),
		},
		comparisons: {
			possible: count(({ possible }) => possible),
			unasked: count(({ unasked }) => unasked),
			nearIdentical: count(({ nearIdentical }) => nearIdentical),
			failed: failures.length,
			dropped: {
				undecided: droppedFor("undecided"),
				confidence: droppedFor("confidence"),
				margin: droppedFor("margin"),
				limit: droppedFor("limit"),
			},
		},
		pairs: made.length,
		confidence: mean(made.map(({ confidence }) => confidence)),
		chosenLonger: made.length === 0 ? null : wilson(longer.length, made.length),
		notes: lengthNote(lengths),
		bias: positionBias(contests.map(({ judgement }) => judgement.comparisons)),
		labelled,
		failures: [...new Set(failures)].slice(0, listed),
		demonstrations,
	};
}
