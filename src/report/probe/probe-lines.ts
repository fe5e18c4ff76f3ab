import type { ProbeResult } from "../../diagnose/probe/probe-result.ts";

/** The file with a line for each item. */
export const linesFile = "probe.jsonl";

/** Every item as a line of JSON, in the order of the questions. */
export function probeLines({ items }: ProbeResult): string {
	return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
