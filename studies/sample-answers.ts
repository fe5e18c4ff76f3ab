import { readRows } from "../src/formats/rows/read-rows.ts";
import type { Row } from "../src/formats/rows/row.ts";
import {
	collect,
	openGenerator,
	openModelText,
	speak,
	textOf,
} from "../src/index.ts";
import { encodePrompt } from "../src/text/prompt.ts";
import { promptText, splitRow } from "../src/text/split-row.ts";

export interface Question {
	readonly row: Row;
	/** The last message of the user, or the plain text. */
	readonly prompt: string;
	/** The demonstration's answer. */
	readonly answer: string;
}

export interface SampledAnswer {
	readonly text: string;
	readonly tokens: number;
	/** Whether the model ended its turn itself. */
	readonly ended: boolean;
}

export interface AnswerOptions {
	readonly model: string;
	/** A PEFT folder, or null for the model as it is. */
	readonly adapter: string | null;
	readonly perPrompt: number;
	readonly maxNewTokens: number;
}

/** The questions of a file of rows. */
export async function readQuestions(path: string): Promise<Question[]> {
	const questions: Question[] = [];
	for await (const row of readRows(path)) {
		const { asked, shown } = splitRow(row);
		questions.push({ row, prompt: promptText(asked), answer: shown ?? "" });
	}
	return questions;
}

/** Answers drawn at temperature 1, by question. */
export async function sampleAnswers(
	questions: readonly Question[],
	{ model, adapter, perPrompt, maxNewTokens }: AnswerOptions,
): Promise<SampledAnswer[][]> {
	const text = await openModelText(model);
	const cpu = { device: "cpu", threads: 1 } as const;
	const generator = await openGenerator(model, adapter, cpu);
	const prompts = questions.flatMap(({ row }) => {
		const { ids } = encodePrompt(row, text);
		return Array.from({ length: perPrompt }, () => ids);
	});
	const answers = await collect(
		speak({ ...text, decoder: generator.tuned }, prompts, {
			maxNewTokens,
			sampling: {
				...{ kind: "sample", temperature: 1 },
				...{ topK: null, topP: null, minP: null },
			},
			seed: 0,
			batchRows: 64,
			withText: false,
		}),
	);
	await generator.dispose();
	const sampled = answers.map(({ ids, reason }) => ({
		text: textOf(text.tokenizer, ids),
		tokens: ids.length,
		ended: reason === "stop",
	}));
	return questions.map((_, q) =>
		sampled.slice(q * perPrompt, (q + 1) * perPrompt),
	);
}
