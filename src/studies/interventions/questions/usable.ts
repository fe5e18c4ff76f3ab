import { TemperError } from "../../../core/error.ts";
import { readChoices } from "../../../eval/task/choices.ts";
import type { ChoiceSpec, Task } from "../../../eval/task/task.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { hasColumn } from "../../../text/columns/row-columns.ts";
import { promptText, splitRow } from "../../../text/split-row.ts";
import {
	countExclusions,
	type Excluded,
	type Exclusion,
} from "../exclusion.ts";

/** Rows that ask a question with options of which one is right. */
export interface UsableRows {
	readonly rows: readonly Row[];
	readonly excluded: Excluded;
	/** All rows of the file. */
	readonly all: number;
}

/**
 * Reads the questions of a study. Rows that cannot be used are counted by reason; `asked` holds the questions of the tasks, by
 * `identityOf`. Throws `data` for a file that cannot be read, or without a usable row.
 */
export async function readUsable(
	path: string,
	spec: ChoiceSpec,
	asked: ReadonlySet<string>,
): Promise<UsableRows> {
	const rows: Row[] = [];
	const reasons: Exclusion[] = [];
	const seen = new Set<string>();
	for await (const row of readRows(path)) {
		const fault = faultOf(row, spec);
		const identity = fault === null ? identityOf(row, spec) : "";
		const reason =
			fault ??
			(seen.has(identity)
				? "asked-twice"
				: asked.has(identity)
					? "in-a-task"
					: null);
		seen.add(identity);
		if (reason === null) rows.push(row);
		else reasons.push(reason);
	}
	const excluded = countExclusions(reasons);
	const all = rows.length + reasons.length;
	if (rows.length > 0) return { rows, excluded, all };
	const counts = Object.entries(excluded).map(([why, n]) => `${n} ${why}`);
	throw new TemperError("data", {
		where: path,
		expected: `rows with a question, a list ${spec.options} and the right one in ${spec.gold}`,
		found:
			all === 0 ? "no rows" : `${all} rows, none usable: ${counts.join(", ")}`,
		hint: "docs/intervene.md says what each reason means; ask.options and ask.gold name other columns.",
	});
}

/** Why a row cannot be asked; null if it can. */
function faultOf(row: Row, spec: ChoiceSpec): Exclusion | null {
	if (!asks(row)) return "no-question";
	const options: unknown = row.value[spec.options];
	if (!Array.isArray(options) || options.length < 2) return "no-options";
	const texts = options.map((option: unknown) => JSON.stringify(option));
	if (new Set(texts).size < texts.length) return "duplicate-options";
	if (!hasColumn(row, spec.gold)) return "no-answer";
	if (canChoose(row, spec)) return null;
	// With a right option that certainly exists, only the options can be at fault.
	const first = { ...row, value: { ...row.value, [spec.gold]: 0 } };
	return canChoose(first, spec) ? "answer-not-an-option" : "no-options";
}

function asks(row: Row): boolean {
	try {
		return promptText(splitRow(row).asked).trim() !== "";
	} catch (error) {
		if (error instanceof TemperError) return false;
		throw error;
	}
}

function canChoose(row: Row, spec: ChoiceSpec): boolean {
	try {
		readChoices(row, spec);
		return true;
	} catch (error) {
		if (error instanceof TemperError) return false;
		throw error;
	}
}

/** Equal for rows that ask the same question and have the same right option, whatever the case and the white space. */
function identityOf(row: Row, spec: ChoiceSpec): string {
	const { texts, gold } = readChoices(row, spec);
	const words = [promptText(splitRow(row).asked), texts[gold] as string];
	return words
		.map((text) =>
			text.normalize("NFKC").toLowerCase().trim().split(/\s+/).join(" "),
		)
		.join("\n");
}

/** What tasks ask, by `identityOf`. Rows that cannot be read are left to the evaluation, which refuses them. */
export async function askedIn(tasks: readonly Task[]): Promise<Set<string>> {
	const asked = new Set<string>();
	for (const { rows, limit, scorer } of tasks) {
		if (scorer.kind !== "choice") continue;
		let read = 0;
		for await (const row of readRows(rows)) {
			if (faultOf(row, scorer) === null) asked.add(identityOf(row, scorer));
			if (++read === limit) break;
		}
	}
	return asked;
}
