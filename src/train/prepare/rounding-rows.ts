import { TemperError } from "../../core/error.ts";
import type { Example } from "../../data/example.ts";
import { type ReadOptions, readGroups } from "../../data/read-groups.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { ShapedModel } from "../../models/model.ts";
import { type ModelText, openModelText } from "../../policy/model-text.ts";
import { generalProbePath } from "../../recipes/general-probe.ts";
import {
	longestRow,
	usualBatchTokens,
	usualMaxLength,
} from "../../recipes/resolve/longest-row.ts";
import { rowEncoder } from "../../text/row-encoder.ts";

/** Rows on which rounding is measured. */
const roundingRows = 16;

/**
 * The first rows of the general probe set that fit the model, on which training and answers measure what int8 changes of it. They are
 * conversations if the model's own chat template can render them, otherwise plain texts: neither a recipe's settings nor
 * a template that a command is given changes them.
 */
export async function roundingRowsOf(
	folder: string,
	{ architecture }: ShapedModel,
): Promise<readonly Example[]> {
	const { vocabSize, maxPositions } = architecture;
	const text = await openModelText(folder, { template: {}, vocabSize });
	const usual = usualMaxLength(usualBatchTokens);
	const maxLength = longestRow(usual, maxPositions);
	if (text.template !== null)
		try {
			return await encoded(text, maxLength, (row) => row);
		} catch (error) {
			if (!(error instanceof TemperError)) throw error;
		}
	return encoded(text, maxLength, plain);
}

async function encoded(
	text: ModelText,
	maxLength: number,
	read: (row: Row) => Row,
): Promise<readonly Example[]> {
	const encode = rowEncoder({ ...text, wants: "demonstrations" });
	const options: ReadOptions = {
		...{ maxLength, tooLong: "truncate-or-drop", onTooLong() {} },
		emptyAnswers: "refuse",
	};
	const rows: Example[] = [];
	const groups = readGroups(
		readRows(generalProbePath),
		(row) => encode(read(row)),
		options,
	);
	for await (const group of groups) {
		rows.push(...group);
		if (rows.length >= roundingRows) break;
	}
	return rows.slice(0, roundingRows);
}

/** The question and the answer of a conversation without a template. */
function plain(row: Row): Row {
	const messages = row.value.messages as readonly { content: string }[];
	const [question, answer] = messages.slice(-2).map(({ content }) => content);
	return { ...row, value: { prompt: `${question}\n`, completion: answer } };
}
