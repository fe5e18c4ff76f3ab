import type { Row } from "../../formats/rows/row.ts";
import { isPrompt } from "../prompt.ts";
import { hasColumn, refuseRow } from "./row-columns.ts";
import { placeOf, rowFormatOf } from "./row-format.ts";

/** What is to be learned from: answers to be imitated, pairs of a better and a worse one, answers with a verdict, or prompts to be answered. */
export type Wants = "demonstrations" | "pairs" | "labels" | "prompts";

/** What a row holds, by its columns. */
export function wantsOf(row: Row): Wants {
	if (["chosen", "rejected"].some((side) => hasColumn(row, side)))
		return "pairs";
	const labelled = ["prompt", "completion", "label"];
	return labelled.every((column) => hasColumn(row, column))
		? "labels"
		: "demonstrations";
}

/** Throws `data` unless the columns of a row are such that what is wanted can be learnt from it. */
export function requireWanted(row: Row, wants: Wants): void {
	requirements[wants](row);
}

const requirements: Readonly<Record<Wants, (row: Row) => void>> = {
	demonstrations(row) {
		switch (rowFormatOf(row)) {
			case "preference":
				refuseRow(
					placeOf(row),
					"rows that show one answer",
					"a preference pair (chosen and rejected)",
					"To imitate, keep the chosen answer as messages or as prompt and completion; otherwise use an objective that learns from pairs.",
				);
				break;
			case "labelled":
				refuseRow(
					placeOf(row),
					"rows that show one answer",
					"a labelled answer (prompt, completion and label)",
					"To imitate, keep the rows with a good label and drop the column; otherwise use an objective that learns from labels.",
				);
				break;
			case "prompt":
				refuseRow(
					placeOf(row),
					"rows that show an answer",
					columnsOf(row),
					"A prompt alone is enough for an objective that samples answers and scores them with a function: grpo, or --as prompts in `npx temper-lm data check`.",
				);
		}
	},
	prompts(row) {
		if (!isPrompt(row)) requirements.demonstrations(row);
	},
	pairs(row) {
		if (wantsOf(row) === "pairs") return;
		refuseRow(
			placeOf(row),
			"a pair of answers (columns chosen and rejected)",
			columnsOf(row),
			"Each row needs a better answer, chosen, and a worse one, rejected, to the same prompt.",
		);
	},
	labels(row) {
		if (isLabelled(row) || wantsOf(row) === "pairs") return;
		refuseRow(
			placeOf(row),
			"an answer to a prompt with a verdict (a column label), or a pair (chosen and rejected)",
			columnsOf(row),
			"Each row needs a prompt, a completion, and true or false as its label.",
		);
	},
};

/** Whether a row holds an answer to a prompt and a verdict on it. */
export function isLabelled(row: Row): boolean {
	if (!hasColumn(row, "label")) return false;
	const format = rowFormatOf(row);
	return format !== "preference" && format !== "text" && format !== "prompt";
}

function columnsOf(row: Row): string {
	const columns = Object.keys(row.value).filter((name) => hasColumn(row, name));
	if (columns.length === 0) return "no columns";
	const shown = columns.slice(0, 20).join(", ");
	return `${columns.length === 1 ? "only the column" : "only the columns"} ${shown}${columns.length > 20 ? ", ..." : ""}`;
}
