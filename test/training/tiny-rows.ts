import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";

const words = "red green blue one two three cat dog sun moon tree river".split(
	" ",
);

/** Writes rows as JSON lines. */
export function writeRows(path: string, rows: readonly object[]): void {
	writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** Writes `FOLDER/pairs.jsonl`, a better and a worse answer each, and `FOLDER/labels.jsonl`, two answers with a verdict in three. */
export function writePreferenceRows(folder: string, count = 24): void {
	const stream = new RandomStream(7, "preferences");
	const say = (n: number) =>
		Array.from({ length: n }, () => words[stream.integer(words.length)]).join(
			" ",
		);
	const pairs = Array.from({ length: count }, (_, i) => ({
		prompt: `${i} ${say(3)}?`,
		chosen: `${say(2 + (i % 5))}.`,
		rejected: `${say(1 + ((3 * i) % 7))}!`,
	}));
	writeRows(join(folder, "pairs.jsonl"), pairs);
	writeRows(
		join(folder, "labels.jsonl"),
		pairs.map(({ prompt, chosen, rejected }, i) => ({
			prompt,
			completion: i % 3 === 0 ? rejected : chosen,
			label: i % 3 !== 0,
		})),
	);
}
