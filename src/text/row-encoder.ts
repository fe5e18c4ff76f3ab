import type { Row } from "../formats/rows/row.ts";
import { type EncodingParts, encodeDemonstration } from "./demonstration.ts";
import type { EncodedGroup } from "./encoded-row.ts";
import { labelOf } from "./label.ts";
import { encodePair } from "./pair.ts";
import { encodePrompt, isPrompt } from "./prompt.ts";
import { hasColumn, refuseRow } from "./row-columns.ts";
import { placeOf, rowFormatOf } from "./row-format.ts";

/** What is to be learnt from: answers to be imitated, pairs of a better and a worse one, answers with a verdict, or prompts to be answered. */
export type Wants = "demonstrations" | "pairs" | "labels" | "prompts";

/** Encodes one row. Throws `data` naming file, line and field. */
export type RowEncoder = (row: Row) => readonly EncodedGroup[];

export interface RowEncoderParts extends EncodingParts {
	readonly wants: Wants;
}

/** An encoder for rows of every format that holds what is wanted. A pair makes two answers with a verdict. */
export function rowEncoder(parts: RowEncoderParts): RowEncoder {
	return (row) => encoders[parts.wants](row, parts);
}

/** What a row holds, by its columns. */
export function wantsOf(row: Row): Wants {
	if (["chosen", "rejected"].some((side) => hasColumn(row, side)))
		return "pairs";
	const labelled = ["prompt", "completion", "label"];
	return labelled.every((column) => hasColumn(row, column))
		? "labels"
		: "demonstrations";
}

type Encode = (row: Row, parts: EncodingParts) => readonly EncodedGroup[];

const encoders: Readonly<Record<Wants, Encode>> = {
	demonstrations(row, parts) {
		const format = rowFormatOf(row);
		switch (format) {
			case "preference":
				return refuseRow(
					placeOf(row),
					"rows that show one answer",
					"a preference pair (chosen and rejected)",
					"To imitate, keep the chosen answer as messages or as prompt and completion; else take an objective that learns from pairs.",
				);
			case "labelled":
				return refuseRow(
					placeOf(row),
					"rows that show one answer",
					"a labelled answer (prompt, completion and label)",
					"To imitate, keep the rows with a good label and drop the column; else take an objective that learns from labels.",
				);
			case "prompt":
				return refuseRow(
					placeOf(row),
					"rows that show an answer",
					columnsOf(row),
					"A prompt alone is enough for an objective that samples answers and judges them by a function: grpo, or --as prompts in `temper data check`.",
				);
			default:
				return [[{ ...encodeDemonstration(row, format, parts), liked: true }]];
		}
	},
	prompts(row, parts) {
		if (!isPrompt(row)) return encoders.demonstrations(row, parts);
		return [[{ ...encodePrompt(row, parts), liked: true, promptAlone: true }]];
	},
	pairs(row, parts) {
		if (wantsOf(row) === "pairs") return [encodePair(row, parts)];
		return refuseRow(
			placeOf(row),
			"a pair of answers (columns chosen and rejected)",
			columnsOf(row),
			"Each row needs a better answer, chosen, and a worse one, rejected, to the same prompt.",
		);
	},
	labels(row, parts) {
		if (hasColumn(row, "label")) {
			const format = rowFormatOf(row);
			if (format !== "preference" && format !== "text" && format !== "prompt") {
				const liked = labelOf(row);
				return [[{ ...encodeDemonstration(row, format, parts), liked }]];
			}
		}
		if (wantsOf(row) === "pairs")
			return encodePair(row, parts).map((answer) => [answer]);
		return refuseRow(
			placeOf(row),
			"an answer to a prompt with a verdict (a column label), or a pair (chosen and rejected)",
			columnsOf(row),
			"Each row needs a prompt, a completion, and true or false as its label.",
		);
	},
};

function columnsOf(row: Row): string {
	const columns = Object.keys(row.value).filter((name) => hasColumn(row, name));
	if (columns.length === 0) return "no columns";
	const shown = columns.slice(0, 20).join(", ");
	return `${columns.length === 1 ? "only the column" : "only the columns"} ${shown}${columns.length > 20 ? ", ..." : ""}`;
}
