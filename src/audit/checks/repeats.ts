import { nearDuplicates } from "../repeats/near-duplicates.ts";
import type { Shingler } from "../repeats/shingles.ts";
import type { AuditedRow } from "../rows/audited-row.ts";
import { normalise } from "../words/normalise.ts";
import {
	type Checked,
	checkedOf,
	counted,
	findingOf,
	type Hit,
} from "./checked.ts";

export interface RepeatOptions {
	readonly threshold: number;
	readonly seed: number;
	readonly shingle: Shingler;
}

interface Keys {
	/** The same words in the prompt. */
	readonly prompt: string;
	/** The same words in prompt and answers. */
	readonly whole: string;
	/** And the same verdict. */
	readonly verdict: string;
}

function keysOf({ context, answers, desirable }: AuditedRow): Keys {
	// Digits and letters decide, but a text of other characters, such as a formula, is compared as it is.
	const bare = (text: string) => normalise(text) || text.trim();
	const prompt = bare(context);
	const whole = [prompt, ...answers.map(({ text }) => bare(text))].join("\n");
	return { prompt, whole, verdict: `${whole}\n${desirable}` };
}

/** Where each key was seen first, and the later rows that have it too. */
class Seen {
	readonly #first = new Map<string, AuditedRow>();

	/** The first row with the key; null if this one is. */
	recall(key: string, row: AuditedRow): AuditedRow | null {
		const first = this.#first.get(key);
		if (first !== undefined) return first;
		this.#first.set(key, row);
		return null;
	}
}

const tested = {
	exact:
		"whether prompt, answers and verdict are those of an earlier row but for case, punctuation and white space",
	opposite:
		"whether prompt and answer are those of an earlier row with the opposite verdict",
	prompt:
		"whether the prompt is that of an earlier row but for case, punctuation and white space, and the answer is another",
};

/** Repeated rows, and rows that repeat a prompt. */
export function checkRepeats(
	rows: readonly AuditedRow[],
	{ threshold, seed, shingle }: RepeatOptions,
): Checked[] {
	const [verdicts, wholes, prompts] = [new Seen(), new Seen(), new Seen()];
	const exact: Hit[] = [];
	const opposite: Hit[] = [];
	const samePrompt: Hit[] = [];
	const rest: (AuditedRow | null)[] = [];
	for (const row of rows) {
		const keys = keysOf(row);
		const same = verdicts.recall(keys.verdict, row);
		const other = wholes.recall(keys.whole, row);
		const prompt = keys.prompt === "" ? null : prompts.recall(keys.prompt, row);
		rest.push(same === null && other === null ? row : null);
		const hit = (of: AuditedRow): Hit => ({
			...{ place: row.place, other: of.place, part: "row" },
			text: textOf(row),
		});
		if (same !== null) exact.push(hit(same));
		else if (other !== null) opposite.push(hit(other));
		else if (prompt !== null) samePrompt.push(hit(prompt));
	}
	const near = nearDuplicates(
		rest.map((row) => (row === null ? null : textOf(row))),
		{ threshold, seed, shingle },
	).map(
		({ index, of, similarity }): Hit => ({
			place: (rows[index] as AuditedRow).place,
			other: (rows[of] as AuditedRow).place,
			part: "row",
			text: textOf(rows[index] as AuditedRow),
			score: similarity,
		}),
	);
	return [
		...exactChecks(rows, exact, opposite),
		nearCheck(rows, near, threshold),
		promptCheck(rows, samePrompt),
	];
}

function textOf({ context, answers }: AuditedRow): string {
	return [context, ...answers.map(({ text }) => text)].join("\n");
}

function exactChecks(
	rows: readonly AuditedRow[],
	exact: readonly Hit[],
	opposite: readonly Hit[],
): Checked[] {
	const verdicts = rows.filter(({ kind }) => kind === "verdicts").length;
	return [
		checkedOf({
			kind: "exact-duplicate",
			tested: tested.exact,
			examined: rows.length,
			findings: found("exact-duplicate", "warning", exact, {
				tested: tested.exact,
				message: `${counted(exact.length, "row repeats an earlier one", "rows repeat an earlier one")}.`,
			}),
		}),
		checkedOf({
			kind: "opposite-verdicts",
			tested: tested.opposite,
			examined: verdicts,
			findings: found("opposite-verdicts", "error", opposite, {
				tested: tested.opposite,
				message: `${counted(opposite.length, "answer has", "answers have")} the opposite verdict in an earlier row.`,
			}),
		}),
	];
}

function nearCheck(
	rows: readonly AuditedRow[],
	hits: readonly Hit[],
	threshold: number,
): Checked {
	const kind = "near-duplicate";
	const tested = `Jaccard similarity of at least ${threshold} to an earlier row, over sets of five characters (three in Japanese) of prompt and answers; candidates by MinHash with 32 bands of 4`;
	const strongest = [...hits].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
	return checkedOf({
		...{ kind, tested, examined: rows.length },
		findings: found(kind, "warning", strongest, {
			tested,
			message: `${counted(hits.length, "row is", "rows are")} nearly the same as an earlier one.`,
		}),
	});
}

function promptCheck(
	rows: readonly AuditedRow[],
	hits: readonly Hit[],
): Checked {
	const kind = "same-prompt";
	return checkedOf({
		...{ kind, tested: tested.prompt },
		examined: rows.filter(({ context }) => context !== "").length,
		findings: found(kind, "note", hits, {
			tested: tested.prompt,
			message: `${counted(hits.length, "row has", "rows have")} the prompt of an earlier row and another answer.`,
		}),
	});
}

function found(
	kind:
		| "exact-duplicate"
		| "opposite-verdicts"
		| "near-duplicate"
		| "same-prompt",
	severity: "note" | "warning" | "error",
	hits: readonly Hit[],
	{ tested, message }: { tested: string; message: string },
) {
	if (hits.length === 0) return [];
	return [findingOf({ kind, severity, message, tested, hits })];
}
