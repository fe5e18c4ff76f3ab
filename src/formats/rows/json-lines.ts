import { parseJsonObject } from "../parse-json.ts";
import { fileChunks } from "./file-chunks.ts";
import type { Row } from "./row.ts";
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

/** Rows of a file with one JSON object per line, one line in memory at a time. Blank lines are skipped. Throws `data`. */
export async function* readJsonLines(file: string): AsyncIterable<Row> {
	for await (const piece of lines(file)) {
		const text = piece.text();
		if (text.trim() === "") continue;
		const { line } = piece;
		const value = parseJsonObject(text, { file, code: "data", line });
		yield { value, file, line };
	}
}
