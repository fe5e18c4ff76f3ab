import { TemperError } from "../../core/error.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { AuditedRow } from "./audited-row.ts";
import { readRow } from "./read-row.ts";

/** A row that could not be read, or a fault of the file after which nothing was read. */
export interface Unreadable {
	/** `file:line` as far as it is known. */
	readonly place: string;
	/** The sentence that describes the fault. */
	readonly reason: string;
}

export interface AuditedFile {
	readonly path: string;
	/** Rows that were met, those that cannot be read included. */
	readonly rows: number;
	readonly unreadable: readonly Unreadable[];
	/** Whether reading ended at a fault of the file. */
	readonly stopped: boolean;
}

export interface AuditedRows {
	readonly files: readonly AuditedFile[];
	readonly rows: readonly AuditedRow[];
}

/**
 * Reads all rows of the files. Rows that cannot be read are collected. Throws `data` if a file cannot be opened, has an
 * unknown extension, or has no row that can be read.
 */
export async function readAudited(
	paths: readonly string[],
): Promise<AuditedRows> {
	const files: AuditedFile[] = [];
	const rows: AuditedRow[] = [];
	for (const path of paths) files.push(await readFile(path, rows));
	return { files, rows };
}

async function readFile(
	path: string,
	rows: AuditedRow[],
): Promise<AuditedFile> {
	const unreadable: Unreadable[] = [];
	const before = rows.length;
	const note = (error: unknown) => unreadable.push(unreadableOf(error));
	let stopped = false;
	try {
		for await (const row of readRows(path, { onBad: note })) {
			try {
				rows.push(readRow(row));
			} catch (error) {
				note(error);
			}
		}
	} catch (error) {
		// Without a single row it is not a file of rows, and the audit has nothing to say about it.
		if (rows.length === before) throw error;
		note(error);
		stopped = true;
	}
	const read = rows.length - before;
	const [first] = unreadable;
	if (read === 0 && first !== undefined)
		throw new TemperError("data", {
			where: path,
			expected: "rows with demonstrations, pairs or verdicts",
			found: `${unreadable.length} ${unreadable.length === 1 ? "row" : "rows"} that cannot be read (${first.reason.replace(/\.$/, "")})`,
			hint: "docs/data.md lists the columns that rows may have.",
		});
	return { path, rows: read + unreadable.length, unreadable, stopped };
}

function unreadableOf(error: unknown): Unreadable {
	if (!(error instanceof TemperError) || error.code !== "data") throw error;
	return { place: placeIn(error.where), reason: error.message };
}

/** `file:line` of a place such as `file:line, column` or, in invalid JSON, `file line 3 column 7`. */
function placeIn(where: string): string {
	const json = /^(.*) line (\d+) column \d+$/s.exec(where);
	if (json !== null) return `${json[1]}:${json[2]}`;
	return /^(.*?:\d+)(?:, .*)?$/s.exec(where)?.[1] ?? where;
}
