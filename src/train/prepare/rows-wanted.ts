import { type Objective, rowOrigins } from "../../objectives/objective.ts";
import type { Wants } from "../../text/columns/wanted.ts";

/** The rows that an objective learns from. One that samples makes its pairs itself. */
export function rowsWanted({
	needs,
	rows,
}: Pick<Objective, "needs" | "rows">): Wants {
	if (needs.labels) return "labels";
	if (!needs.answers) return "prompts";
	return needs.pairs && !rowOrigins[rows].samples ? "pairs" : "demonstrations";
}
