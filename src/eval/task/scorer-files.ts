import type { ScorerSpec } from "./task.ts";

/** The files, other than rows, on which a scorer's verdicts depend, as far as the task names them. */
export function scorerFiles(scorer: ScorerSpec): string[] {
	switch (scorer.kind) {
		case "module":
			return [scorer.path];
		case "json-schema":
			return typeof scorer.schema === "string" ? [scorer.schema] : [];
		default:
			return [];
	}
}
