import { basename } from "node:path";
import { TemperError } from "../../../core/error.ts";
import { isNumber, numberText } from "../../../formats/json/exact-number.ts";
import { isObject, kindOf } from "../../../formats/json/parse-json.ts";
import { readRows } from "../../../formats/rows/read-rows.ts";
import type { Row } from "../../../formats/rows/row.ts";
import { hasColumn } from "../../../text/columns/row-columns.ts";
import { promptText, splitRow } from "../../../text/split-row.ts";
import { isVisible } from "../../../text/turns/visible.ts";
import type { ProbeExclusion } from "../probe-result.ts";
import { plainAnswer } from "./answer-form.ts";

/** The columns that a probe reads, besides those of the format of a row. */
export interface ProbeColumns {
	/** Lists the options; null: `options` or `choices`, whichever a row has. */
	readonly options: string | null;
	/** Says which option is right: its text, letter or place from 0; null: `gold`, or else the answer that the row shows. */
	readonly gold: string | null;
	/** Lists other wordings of the question; null: `paraphrases`, if a row has a list there. */
	readonly wordings: string | null;
	/** Wrong options are taken from rows with the same value of it; null if the topic does not matter. */
	readonly topic: string | null;
}

/** A row that asks something and shows the answer. */
export interface ProbeRow {
	readonly row: Row;
	/** `file:line`. */
	readonly id: string;
	/** What is asked, for people. */
	readonly question: string;
	/** The right answer. */
	readonly answer: string;
	/** Null if the row lists no options. */
	readonly options: readonly string[] | null;
	readonly wordings: readonly string[];
	readonly topic: string | null;
}

/** Why a row cannot be used. */
class Unusable extends Error {
	readonly kind: string;

	constructor(kind: string, reason: string) {
		super(reason);
		this.kind = kind;
	}
}

function idOf({ file, line }: Row): string {
	return `${basename(file)}:${line}`;
}

/** A list of texts, or its JSON as text, as CSV has it. */
function textsIn(row: Row, column: string): string[] {
	const value = row.value[column];
	const list = typeof value === "string" ? parsed(value) : value;
	const texts = Array.isArray(list)
		? list.map((one: unknown) => (isNumber(one) ? numberText(one) : one))
		: null;
	if (texts?.every((one) => typeof one === "string" && isVisible(one)))
		return texts as string[];
	throw new Unusable(
		"unreadable",
		`The column ${column} holds ${texts === null ? kindOf(value) : "something else than texts"} instead of a list of texts.`,
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** The options of a row, and which of them is right. */
function listedIn(
	row: Row,
	column: string,
	{ gold }: ProbeColumns,
	shown: string | null,
): Pick<ProbeRow, "options" | "answer"> {
	const options = textsIn(row, column);
	if (options.length < 2 || options.length > 26)
		throw new Unusable(
			"unreadable",
			`It lists ${options.length} options; 2 to 26 can be asked.`,
		);
	const plain = options.map(plainAnswer);
	const twice = options.find((_, i) => plain.indexOf(plain[i] as string) < i);
	if (twice !== undefined)
		throw new Unusable(
			"duplicate-options",
			`The option ${JSON.stringify(twice)} occurs twice.`,
		);
	const named = gold ?? (hasColumn(row, "gold") ? "gold" : null);
	const value = named === null ? shown : row.value[named];
	return { options, answer: rightOf(value, options) };
}

/** The right option by its text, its letter or its place from 0. A number is always a place, as in choice tasks. */
function rightOf(value: unknown, options: readonly string[]): string {
	if (isNumber(value)) return optionAt(numberText(value), options);
	const text = value;
	if (typeof text !== "string" || !isVisible(text))
		throw new Unusable("no-answer", "It does not say which option is right.");
	const plain = plainAnswer(text);
	const letter = /^[A-Za-z][.)]?$/.test(text.trim())
		? text.trim().toUpperCase().charCodeAt(0) - 65
		: -1;
	const place = /^\d+$/.test(text.trim()) ? Number(text) : -1;
	const found = [
		options.indexOf(text),
		options.findIndex((option) => plainAnswer(option) === plain),
		letter,
		place,
	].find((one) => one >= 0 && one < options.length);
	if (found !== undefined) return options[found] as string;
	throw new Unusable(
		"answer-not-an-option",
		`The answer ${JSON.stringify(text)} is none of its ${options.length} options.`,
	);
}

function optionAt(place: string, options: readonly string[]): string {
	const option = options[Number(place)];
	if (option !== undefined) return option;
	throw new Unusable(
		"answer-not-an-option",
		`The number ${place} is not the place of one of its ${options.length} options, which count from 0. A text in quotes names an option by what it says.`,
	);
}

function wordingsIn(row: Row, column: string | null): readonly string[] {
	if (column !== null)
		return hasColumn(row, column) ? textsIn(row, column) : [];
	const { paraphrases } = row.value;
	return Array.isArray(paraphrases) ? textsIn(row, "paraphrases") : [];
}

function topicOf(row: Row, column: string | null): string | null {
	if (column === null) return null;
	const value = row.value[column];
	if (isNumber(value)) return numberText(value);
	return typeof value === "string" ? value : "";
}

function read(row: Row, columns: ProbeColumns): ProbeRow {
	const { asked, shown } = splitRow(row);
	const question = promptText(asked);
	if (asked === null || !isVisible(question))
		throw new Unusable("unreadable", "It asks nothing.");
	const { wordings, topic } = columns;
	const listed =
		columns.options ??
		["options", "choices"].find((name) => hasColumn(row, name)) ??
		null;
	const common = {
		...{ row, id: idOf(row), question, topic: topicOf(row, topic) },
		wordings: wordingsIn(row, wordings),
	};
	if (listed !== null && hasColumn(row, listed))
		return { ...common, ...listedIn(row, listed, columns, shown) };
	if (shown === null || !isVisible(shown))
		throw new Unusable("no-answer", "It shows no answer.");
	return { ...common, options: null, answer: shown };
}

/** Rows that can be used, in order, and the others with the reason. */
export interface ProbeRows {
	readonly rows: readonly ProbeRow[];
	readonly excluded: readonly ProbeExclusion[];
	/** Names of all columns, in the order in which they first appear. */
	readonly columns: readonly string[];
}

/**
 * Reads questions: rows that list options, open questions with an answer, or demonstrations. A row that cannot be used is
 * an exclusion. Throws `data` for a file that cannot be read at all.
 */
export async function readProbeRows(
	path: string,
	columns: ProbeColumns,
	limit: number | null,
): Promise<ProbeRows> {
	const rows: ProbeRow[] = [];
	const excluded: ProbeExclusion[] = [];
	const names = new Set<string>();
	const onBad = (error: TemperError) => {
		const { where, expected, found } = error;
		excluded.push({
			id: `${basename(path)}:${/\d+/.exec(where.slice(path.length))?.[0] ?? "?"}`,
			kind: "unreadable",
			reason: `Expected ${expected}, found ${found}.`,
		});
	};
	let count = 0;
	for await (const row of readRows(path, { onBad })) {
		if (isObject(row.value))
			for (const name of Object.keys(row.value)) names.add(name);
		try {
			rows.push(read(row, columns));
		} catch (error) {
			excluded.push({ id: idOf(row), ...whyNot(error) });
		}
		if (++count === limit) break;
	}
	return { rows, excluded, columns: [...names] };
}

function whyNot(error: unknown): Pick<ProbeExclusion, "kind" | "reason"> {
	if (error instanceof Unusable)
		return { kind: error.kind, reason: error.message };
	if (!(error instanceof TemperError) || error.code !== "data") throw error;
	const { expected, found } = error;
	return {
		kind: "unreadable",
		reason: `Expected ${expected}, found ${found}.`,
	};
}
