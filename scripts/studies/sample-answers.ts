import { readFileSync } from "node:fs";
import {
	collect,
	generate,
	type Message,
	openGenerator,
	openTemplate,
	openTokenizer,
} from "../../src/index.ts";

export interface Question {
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

/** The questions of a file of conversations of one turn. */
export function readQuestions(path: string): Question[] {
	const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
	return lines.map((line) => {
		const { messages } = JSON.parse(line) as { messages: Message[] };
		const [asked, answered] = messages;
		return { prompt: `${asked?.content}`, answer: `${answered?.content}` };
	});
}

/** Answers drawn at temperature 1, by question. */
export async function sampleAnswers(
	questions: readonly Question[],
	{ model, adapter, perPrompt, maxNewTokens }: AnswerOptions,
): Promise<SampledAnswer[][]> {
	const tokenizer = await openTokenizer(model);
	const template = await openTemplate(model);
	const cpu = { device: "cpu", threads: 1 } as const;
	const generator = await openGenerator(model, adapter, cpu);
	const prompts = questions.flatMap(({ prompt: content }) => {
		const text = template!.render([{ role: "user", content }], {
			addGenerationPrompt: true,
		});
		const ids = tokenizer.encode(text, { addSpecial: false });
		return Array.from({ length: perPrompt }, () => ids);
	});
	const answers = await collect(
		generate(generator.tuned, prompts, {
			maxNewTokens,
			sampling: {
				...{ kind: "sample", temperature: 1 },
				...{ topK: null, topP: null, minP: null },
			},
			seed: 0,
			stopIds: [...tokenizer.endOfTurn],
			stopStrings: [],
			batchRows: 64,
			newText: null,
		}),
	);
	await generator.dispose();
	const sampled = answers.map(({ ids, reason }) => ({
		text: tokenizer.decode(ids, { skipSpecial: true }).trim(),
		tokens: ids.length,
		ended: reason === "stop",
	}));
	return questions.map((_, q) =>
		sampled.slice(q * perPrompt, (q + 1) * perPrompt),
	);
}
