import type { ProbeResult } from "./probe-result.ts";

/** The file with a line for each item. */
export const linesFile = "probe.jsonl";

/**
 * Every item as a line of JSON, in the order of the questions. Of demonstrations, every row with its mark: a row that cannot
 * be tested has a line too, which says why.
 */
export function probeLines({ items, demonstrations }: ProbeResult): string {
	const lines =
		demonstrations === null
			? items
			: demonstrations.map(({ item, ...mark }) => ({ ...mark, ...item }));
	return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}
