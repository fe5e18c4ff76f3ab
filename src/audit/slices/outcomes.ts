import { isRefusal } from "../answers/refusal.ts";
import { sentimentOf } from "../answers/sentiment.ts";
import { type AuditedRow, wantedAnswer } from "../rows/audited-row.ts";
import { wordCount } from "../words/terms.ts";
import type { Outcome } from "./slice-of.ts";

const withoutAnswer = "no answer that is trained towards";
const notEnglish =
	"no answer that is trained towards, or one that is not English or has fewer than five words: the list of words is English";

/** Refusal, sentiment and length of answers. */
export function answerOutcomes(answers: readonly (string | null)[]): Outcome[] {
	const of = (measure: (answer: string) => number | null) =>
		answers.map((answer) => (answer === null ? null : measure(answer)));
	return [
		{
			...{ name: "refusal", unit: "share", kind: "share" },
			values: of((answer) => Number(isRefusal(answer))),
			without: withoutAnswer,
		},
		{
			...{ name: "sentiment", unit: "valence per word", kind: "mean" },
			values: of(sentimentOf),
			without: notEnglish,
		},
		{
			...{ name: "length of the answer", unit: "words", kind: "mean" },
			values: of(wordCount),
			without: withoutAnswer,
		},
	];
}

/** The outcomes that the rows themselves have. */
export function outcomesOf(rows: readonly AuditedRow[]): Outcome[] {
	return [
		...answerOutcomes(rows.map((row) => wantedAnswer(row)?.text ?? null)),
		{
			...{ name: "desirable", unit: "share", kind: "share" },
			values: rows.map(({ desirable }) =>
				desirable === null ? null : Number(desirable),
			),
			without: "no verdict",
		},
		{
			...{ name: "chosen is longer", unit: "share", kind: "share" },
			values: rows.map(({ kind, answers }) => {
				if (kind !== "pairs") return null;
				const [chosen = 0, rejected = 0] = answers.map(({ text }) =>
					wordCount(text),
				);
				return chosen === rejected ? null : Number(chosen > rejected);
			}),
			without: "no pair, or answers with as many words",
		},
	];
}
