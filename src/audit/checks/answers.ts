import { formOfAnswer } from "../answers/form-of-answer.ts";
import { isRefusal } from "../answers/refusal.ts";
import { type AuditedRow, wantedAnswer } from "../rows/audited-row.ts";
import { normalise } from "../words/normalise.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	type Hit,
	percent,
	type RowCheck,
} from "./checked.ts";

const answersOf = (rows: readonly AuditedRow[]) =>
	rows.filter(({ answers }) => answers.length > 0);

export const checkEmpty: RowCheck = (all) => {
	const kind = "empty-answer";
	const tested = "whether an answer has a visible character or a tool call";
	const rows = answersOf(all);
	const hits = rows.flatMap(({ place, prompt, answers }): Hit[] =>
		answers
			.filter(({ text, calls }) => formOfAnswer(text, calls) === "empty")
			.map(({ part }) => ({ place, part, text: `prompt: ${prompt}` })),
	);
	const finding = findingOf({
		...{ kind, severity: "error", tested, hits },
		message: `${counted(hits.length, "answer is", "answers are")} empty.`,
	});
	const findings = hits.length === 0 ? [] : [finding];
	return checkedOf({ kind, tested, examined: rows.length, findings });
};

/** From this share on, refusals are a warning. */
const manyRefusals = 0.02;

/** Refusals among the answers that training imitates or prefers. */
export const checkRefusals: RowCheck = (all) => {
	const kind = "refusal";
	const tested =
		"whether the first two sentences of the answer that is trained towards decline in the first person, by patterns for English and Japanese; quotations are left out, and answers with code or above 1200 characters are never refusals";
	const rows = all.filter((row) => wantedAnswer(row) !== null);
	const hits = rows.flatMap(({ place, answers }): Hit[] => {
		const [{ part, text }] = answers as [AuditedRow["answers"][number]];
		return isRefusal(text) ? [{ place, part, text }] : [];
	});
	const share = hits.length / rows.length;
	const finding = findingOf({
		...{ kind, tested, hits },
		severity: share >= manyRefusals ? "warning" : "note",
		message: `${counted(hits.length, "answer")} of ${rows.length} (${percent(share)}) that ${hits.length === 1 ? "is" : "are"} trained towards ${hits.length === 1 ? "is a refusal" : "are refusals"}.`,
	});
	const findings = hits.length === 0 ? [] : [finding];
	return checkedOf({ kind, tested, examined: rows.length, findings });
};

export const checkEqualAnswers: RowCheck = (all): Checked => {
	const kind = "equal-answers";
	const tested =
		"whether chosen and rejected are the same but for case, punctuation and white space";
	const pairs = all.filter((row) => row.kind === "pairs");
	const hits = pairs.flatMap(({ place, answers }): Hit[] => {
		const [a, b] = answers.map(({ text }) => text);
		if (a === undefined || b === undefined) return [];
		const equal =
			a.trim() === b.trim() ||
			(normalise(a) !== "" && normalise(a) === normalise(b));
		return equal ? [{ place, part: "chosen", text: a }] : [];
	});
	const finding = findingOf({
		...{ kind, severity: "error", tested, hits },
		message: `${counted(hits.length, "pair has", "pairs have")} equal answers.`,
	});
	const findings = hits.length === 0 ? [] : [finding];
	return checkedOf({ kind, tested, examined: pairs.length, findings });
};
