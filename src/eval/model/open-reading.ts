import { openModel } from "../../formats/open-model.ts";
import { openModelText } from "../../policy/model-text.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { type QuestionEncoder, questionEncoder } from "./encoder.ts";
import type { Subject } from "./subject.ts";

/** How a model reads questions. */
export interface Reading {
	readonly vocabSize: number;
	readonly tokenizer: Tokenizer;
	readonly encoder: QuestionEncoder;
}

/** Throws `weights` for a folder that holds no whole model. */
export async function openReading({
	model: folder,
	template,
}: Subject): Promise<Reading> {
	const { model } = await openModel(folder, { checkValues: false });
	const { vocabSize, maxPositions } = model.architecture;
	const text = await openModelText(folder, { template, vocabSize });
	const encoder = questionEncoder({ ...text, maxLength: maxPositions });
	return { vocabSize, tokenizer: text.tokenizer, encoder };
}
