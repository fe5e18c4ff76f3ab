import { TemperError } from "../core/error.ts";
import type { Row } from "../formats/rows/row.ts";
import { placeOf } from "../text/columns/row-format.ts";
import type { EncodedAnswer, EncodedGroup } from "../text/encoded-row.ts";
import type { RowEncoder } from "../text/row-encoder.ts";
import {
	type AnswerFault,
	answerFault,
	cutAnswer,
	type EmptyAnswers,
	sideOf,
} from "./check/answer-fault.ts";
import type { Group } from "./example.ts";

export interface LengthRule {
	/** Longest answer in tokens, its prompt included. */
	readonly maxLength: number;
	/**
	 * What becomes of a row with a longer one. `truncate` refuses the row if the cut leaves nothing to learn in an answer, or
	 * two answers that are the same; `truncate-or-drop` drops it.
	 */
	readonly tooLong: "refuse" | "truncate" | "drop" | "truncate-or-drop";
}

export interface ReadOptions extends LengthRule {
	/** Called for every row that is cut or dropped, with the tokens of its longest answer. */
	readonly onTooLong?: (
		id: string,
		length: number,
		outcome: "cut" | "dropped",
	) => void;
	/** `refuse` unless given. */
	readonly emptyAnswers?: EmptyAnswers;
}

/**
 * Encodes rows one by one, in their order. A row is kept or dropped as a whole, with all its answers. Throws `data` naming
 * file and line on a row that cannot be encoded, has an answer with nothing to learn, one without a visible character unless
 * such are allowed, or two answers that are the same (after truncation too), or is too long, if such rows are refused.
 */
export async function* readGroups(
	rows: AsyncIterable<Row> | Iterable<Row>,
	encode: RowEncoder,
	options: ReadOptions,
): AsyncGenerator<Group> {
	for await (const row of rows) {
		const id = placeOf(row);
		for (const group of fitRow(encode(row), id, options))
			yield group.map((answer) => ({ id, ...answer }));
	}
}

function fitRow(
	groups: readonly EncodedGroup[],
	id: string,
	options: ReadOptions,
): readonly EncodedGroup[] {
	const { maxLength, tooLong, onTooLong, emptyAnswers } = options;
	const whole = groups.flat();
	const length = Math.max(...whole.map(({ ids }) => ids.length));
	const isLong = length > maxLength;
	if (isLong && tooLong === "refuse") refuseLength(whole, id, maxLength);
	const drop = () => {
		onTooLong?.(id, length, "dropped");
		return [];
	};
	if (isLong && tooLong === "drop") return drop();
	refuseFault(answerFault(whole, whole, emptyAnswers), id);
	if (!isLong) return groups;
	const cut = groups.map((group) =>
		group.map((answer) => cutAnswer(answer, maxLength)),
	);
	const fault = answerFault(cut.flat(), whole, emptyAnswers);
	if (fault !== null && tooLong === "truncate-or-drop") return drop();
	refuseFault(fault, id);
	onTooLong?.(id, length, "cut");
	return cut;
}

function refuseLength(
	answers: readonly EncodedAnswer[],
	id: string,
	maxLength: number,
): never {
	const long = answers.find(({ ids }) => ids.length > maxLength);
	const side = long && answers.length > 1 ? `, ${sideOf(long)}` : "";
	throw new TemperError("data", {
		where: id + side,
		expected: `at most ${maxLength} tokens`,
		found: String(long?.ids.length),
		hint: "Raise the length limit (data.maxLength), or truncate or drop longer rows (data.tooLong).",
	});
}

function refuseFault(fault: AnswerFault | null, id: string): void {
	if (fault === null) return;
	const { field, expected, found, hint } = fault;
	throw new TemperError("data", {
		where: id + field,
		expected,
		found,
		hint,
	});
}
