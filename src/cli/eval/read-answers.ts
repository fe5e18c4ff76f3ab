import { answerFault } from "../../data/check/answer-fault.ts";
import type { Example } from "../../data/example.ts";
import { promptKey } from "../../data/fingerprint.ts";
import { kindOf } from "../../formats/json/parse-json.ts";
import type { Row } from "../../formats/rows/row.ts";
import {
	columnOf,
	hasColumn,
	refuseRow,
} from "../../text/columns/row-columns.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { type Wants, wantsOf } from "../../text/columns/wanted.ts";
import type { EncodedAnswer } from "../../text/encoded-row.ts";
import {
	type RowEncoder,
	type RowEncoderParts,
	rowEncoder,
} from "../../text/row-encoder.ts";
import { promptText, splitRow } from "../../text/split-row.ts";
import { blankText, isVisible } from "../../text/turns/visible.ts";

/** What a row says of an answer of its own. */
export type Verdict = "chosen" | "rejected" | "desirable" | "undesirable";

/** An answer of a data file, whatever the format of its row. */
export interface ReadAnswer {
	readonly example: Example;
	/** Equal for answers to one prompt. */
	readonly key: string;
	/** What was asked, for people; empty if nothing was. */
	readonly prompt: string;
	readonly verdict: Verdict | null;
}

export interface ReadAnswersOptions extends Omit<RowEncoderParts, "wants"> {
	/** Longest answer in tokens, its prompt included. */
	readonly maxLength: number;
}

/**
 * Every answer of rows of any format, and of rows with a `prompt` and a list of `completions`. The two of a pair follow
 * one another. Throws `data`, naming file and line, for a row without answers, an empty one and one that is too long.
 */
export async function readAnswers(
	rows: AsyncIterable<Row> | Iterable<Row>,
	{ maxLength, ...parts }: ReadAnswersOptions,
): Promise<ReadAnswer[]> {
	const demonstrations = rowEncoder({ ...parts, wants: "demonstrations" });
	const encoders = {
		...{ demonstrations, prompts: demonstrations },
		pairs: rowEncoder({ ...parts, wants: "pairs" }),
		labels: rowEncoder({ ...parts, wants: "labels" }),
	};
	const read: ReadAnswer[] = [];
	for await (const row of rows) {
		const listed = hasColumn(row, "completions");
		const wants = listed ? "demonstrations" : wantsOf(row);
		const answers = listed
			? encodeListed(row, encoders.demonstrations)
			: encoders[wants](row).flat();
		const [first] = answers;
		if (!first) continue;
		const key = first.mask.indexOf(1) > 1 ? promptKey(first) : "";
		const prompt = promptText(splitRow(row).asked);
		for (const answer of answers) {
			requireLength(row, answer, maxLength);
			const example = { id: placeOf(row), ...answer };
			read.push({ example, key, prompt, verdict: verdictOf(answer, wants) });
		}
	}
	return read;
}

function encodeListed(row: Row, encode: RowEncoder): EncodedAnswer[] {
	const { completions, ...value } = row.value;
	const where = columnOf(row, "completions");
	if (!Array.isArray(completions))
		return refuseRow(where, "a list of answers", kindOf(completions));
	if (completions.length === 0)
		return refuseRow(where, "at least one answer", "an empty list");
	return completions.flatMap((completion: unknown, i) => {
		const place = `${where}[${i}]`;
		if (typeof completion !== "string" && !Array.isArray(completion))
			return refuseRow(
				place,
				"a text or a list of messages",
				kindOf(completion),
			);
		if (typeof completion === "string" && !isVisible(completion))
			return refuseRow(place, "an answer", blankText(completion));
		return encode({ ...row, value: { ...value, completion } }).flat();
	});
}

function requireLength(row: Row, answer: EncodedAnswer, most: number): void {
	const fault = answerFault([answer]);
	if (fault) refuseRow(placeOf(row), "an answer", fault.found, fault.hint);
	const { length } = answer.ids;
	if (length <= most) return;
	refuseRow(
		placeOf(row),
		`at most ${most} tokens, for which the model was made`,
		String(length),
	);
}

function verdictOf({ liked }: EncodedAnswer, wants: Wants): Verdict | null {
	switch (wants) {
		case "demonstrations":
		case "prompts":
			return null;
		case "pairs":
			return liked ? "chosen" : "rejected";
		case "labels":
			return liked ? "desirable" : "undesirable";
		default:
			return wants satisfies never;
	}
}
