import { TemperError } from "../../core/error.ts";
import { type Example, supervisedCount } from "../../data/example.ts";
import type { Row } from "../../formats/rows/row.ts";
import type { ModelText } from "../../policy/model-text.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import { toolsOf } from "../../text/demonstration.ts";
import { encodeAsked } from "../../text/prompt.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import { answeredRow, type Question } from "../task/question.ts";

/** Questions as one model reads them. All throw `data` for what it cannot read. */
export interface QuestionEncoder {
	/** The tokens after which it answers. */
	prompt(question: Question): Int32Array;
	/** What the row shows, its answers supervised. */
	shown(question: Question): Example;
	/** The question with each of its choices, of which the token that ends a turn does not count. */
	choices(question: Question): Example[];
}

export interface EncoderParts extends ModelText {
	/** The longest row that the model can read. */
	readonly maxLength: number;
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("data", { where, expected, found });
}

export function questionEncoder(parts: EncoderParts): QuestionEncoder {
	const { tokenizer, maxLength } = parts;
	const demonstration = rowEncoder({ ...parts, wants: "demonstrations" });
	const encode = (row: Row, id: string): Example => {
		const [answer] = demonstration(row).flat();
		if (answer === undefined || supervisedCount(answer) === 0)
			return refuse(id, "an answer", "an empty one");
		const { length } = answer.ids;
		if (length > maxLength)
			refuse(id, `at most ${maxLength} tokens`, String(length));
		return { id, ...answer };
	};
	return {
		prompt(question) {
			const { wording, asked, row } = question;
			const around = { where: placeOf(row), tools: toolsOf(row) };
			const ids = encodeAsked(asked, around, parts);
			if (ids.length >= maxLength)
				refuse(
					wording,
					`a prompt below ${maxLength} tokens, to leave room for an answer`,
					String(ids.length),
				);
			return ids;
		},
		shown(question) {
			const { wording, row, original, examples, shown } = question;
			const asRow = original && examples.length === 0;
			return encode(asRow ? row : answeredRow(question, shown ?? ""), wording);
		},
		choices(question) {
			const { texts } = question.choices ?? { texts: [] };
			return texts.map((text) => {
				const example = encode(answeredRow(question, text), question.wording);
				const mask = example.mask.slice();
				const last = mask.lastIndexOf(1);
				const ends = tokenizer.endOfTurn.has(example.ids[last] ?? -1);
				if (ends && supervisedCount(example) > 1) mask[last] = 0;
				return { ...example, mask };
			});
		},
	};
}
