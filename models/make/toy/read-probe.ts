import { readFileSync } from "node:fs";
import { generalProbePath } from "../../../src/recipes/general-probe.ts";
import type { Row } from "./corpus.ts";

/** The general probe: rows of everyday text, and the plain words in them. */
export function readProbe(): { rows: Row[]; vocabulary: string[] } {
	const rows = readFileSync(generalProbePath, "utf8")
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line) as Row);
	const text = rows
		.flatMap(({ messages }) => messages.map(({ content }) => content))
		.join(" ");
	const vocabulary = [...new Set(text.match(/\b[a-z]{2,9}\b/g))].sort();
	return { rows, vocabulary };
}
