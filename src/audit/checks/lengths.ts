import { formOfAnswer } from "../answers/form-of-answer.ts";
import type { AuditResult } from "../audit-result.ts";
import {
	fewestForOutliers,
	outlierScore,
	outlierScores,
} from "../bias/length-outliers.ts";
import { groupBy } from "../group-by.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { languageOf } from "../words/language.ts";
import {
	checkedOf,
	counted,
	findingOf,
	type Hit,
	type RowCheck,
} from "./checked.ts";

interface Measured {
	readonly row: AuditedRow;
	readonly part: "prompt" | "answer" | "chosen" | "rejected";
	readonly text: string;
	/** Lengths are compared within a group: prompts, or answers of one form, of one language. */
	readonly group: string;
}

function measuredOf(row: AuditedRow): Measured[] {
	const answers = row.answers.map(({ part, text, calls }): Measured => {
		const exact = formOfAnswer(text, calls);
		// These two are told apart by their length.
		const form = exact === "one line" ? "prose" : exact;
		return { row, part, text, group: [part, languageOf(text), form].join() };
	});
	if (row.prompt === "") return answers;
	return [
		{
			...{ row, part: "prompt", text: row.prompt },
			group: ["prompt", languageOf(row.prompt)].join(),
		},
		...answers,
	];
}

const tested = `a length in characters at least ${outlierScore} robust standard deviations from the median, on a logarithmic scale; prompts are compared with prompts, and answers with answers of the same form, in the same language, if there are ${fewestForOutliers} of them`;

export const checkLengths: RowCheck = (rows) => {
	const kind = "length-outlier";
	const groups = groupBy(
		rows.flatMap(measuredOf).filter(({ text }) => text.trim() !== ""),
		({ group }) => group,
	);
	const hits = [...groups.values()].flatMap((group): Hit[] => {
		if (group.length < fewestForOutliers) return [];
		const scores = outlierScores(group.map(({ text }) => text.length));
		return group.flatMap(({ row, part, text }, i): Hit[] => {
			const score = scores[i] as number;
			if (Math.abs(score) < outlierScore) return [];
			const length = `${text.length} characters: `;
			return [{ place: row.place, part, text: length + text, score }];
		});
	});
	hits.sort((a, b) => Math.abs(b.score ?? 0) - Math.abs(a.score ?? 0));
	const long = hits.filter(({ score = 0 }) => score > 0).length;
	const finding = findingOf({
		...{ kind, severity: "note", tested, hits },
		message: `${counted(hits.length, "text has", "texts have")} an unusual length: ${long} long, ${hits.length - long} short.`,
	});
	const findings = hits.length === 0 ? [] : [finding];
	return checkedOf({ kind, tested, examined: rows.length, findings });
};

/** Lengths in characters by part. */
export function lengthsOf(rows: readonly AuditedRow[]): AuditResult["lengths"] {
	const of = (part: Measured["part"]) =>
		percentiles(
			rows.flatMap((row) =>
				part === "prompt"
					? row.prompt === ""
						? []
						: [row.prompt.length]
					: row.answers
							.filter((answer) => answer.part === part)
							.map(({ text }) => text.length),
			),
		);
	return {
		prompt: of("prompt"),
		answer: of("answer"),
		chosen: of("chosen"),
		rejected: of("rejected"),
	};
}

function percentiles(
	lengths: readonly number[],
): AuditResult["lengths"]["answer"] {
	if (lengths.length === 0) return null;
	const sorted = [...lengths].sort((a, b) => a - b);
	const at = (share: number) =>
		sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
	return { p5: at(0.05), p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}
