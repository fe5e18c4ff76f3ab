import type { ReadableModel } from "../../engine/measured.ts";
import { openModelText } from "../../policy/model-text.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { type QuestionEncoder, questionEncoder } from "./encoder.ts";
import type { Subject } from "./subject.ts";

/** How a model reads questions. */
export interface Reading {
	readonly tokenizer: Tokenizer;
	readonly encoder: QuestionEncoder;
}

/** Throws `weights` and `data` for a folder without a tokenizer that fits the model's shape. */
export async function openReading(
	{ model: folder, template }: Pick<Subject, "model" | "template">,
	{ vocabSize, maxPositions }: ReadableModel["shape"],
): Promise<Reading> {
	const text = await openModelText(folder, { template, vocabSize });
	const encoder = questionEncoder({ ...text, maxLength: maxPositions });
	return { tokenizer: text.tokenizer, encoder };
}
