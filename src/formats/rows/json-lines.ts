import { TemperError } from "../../core/error.ts";
import { parseRow } from "../json/parse-json.ts";
import { fileChunks } from "./file-chunks.ts";
import type { ReadOptions, Row } from "./row.ts";
import { TextPiece } from "./text-piece.ts";

const newline = 0x0a;

async function* lines(file: string): AsyncIterable<TextPiece> {
	let piece: TextPiece | null = null;
	for await (const { bytes, offset } of fileChunks(file)) {
		piece ??= new TextPiece(file, offset, 1);
		let at = 0;
		for (;;) {
			const end = bytes.indexOf(newline, at);
			if (end < 0) break;
			piece.add(bytes.subarray(at, end));
			yield piece;
			at = end + 1;
			piece = new TextPiece(file, offset + at, piece.line + 1);
		}
		piece.add(bytes.subarray(at));
	}
	if (piece !== null) yield piece;
}

/** The row on a line, or null if the line is blank. Throws `data`. */
function rowOf(piece: TextPiece, file: string): Row | null {
	const text = piece.text();
	if (text.trim() === "") return null;
	const { line } = piece;
	const value = parseRow(text, { file, code: "data", line });
	return { value, file, line };
}

/**
 * Rows of a file with one JSON object per line, one line in memory at a time. Blank lines are skipped. Throws `data` on
 * a line that is no such object, or hands the error to `onBad` and continues with the next.
 */
export async function* readJsonLines(
	file: string,
	{ onBad }: ReadOptions = {},
): AsyncIterable<Row> {
	for await (const piece of lines(file)) {
		let row: Row | null;
		try {
			row = rowOf(piece, file);
		} catch (error) {
			if (onBad === undefined || !(error instanceof TemperError)) throw error;
			onBad(error);
			continue;
		}
		if (row !== null) yield row;
	}
}
