import {
	collect,
	openGenerator,
	openModelText,
	speak,
} from "../../../src/index.ts";
import { encodeAsked } from "../../../src/text/prompt.ts";

export interface GreedyOptions {
	readonly maxNewTokens: number;
	/** Answers that grow side by side. */
	readonly batchRows: number;
}

/** What a chat model answers to each question, asked alone; on one thread, so that it repeats everywhere. */
export async function greedyAnswers(
	folder: string,
	questions: readonly string[],
	{ maxNewTokens, batchRows }: GreedyOptions,
): Promise<string[]> {
	const text = await openModelText(folder);
	const { tokenizer } = text;
	const prompts = questions.map((content) => {
		const asked = [{ role: "user", content }];
		const around = { where: folder, tools: null };
		return encodeAsked(asked, around, text);
	});
	const device = { device: "cpu", threads: 1 } as const;
	const generator = await openGenerator(folder, null, device);
	const answers = await collect(
		speak({ tokenizer, decoder: generator.base }, prompts, {
			...{ maxNewTokens, batchRows },
			sampling: { kind: "greedy" },
			seed: 0,
			withText: false,
		}),
	);
	await generator.dispose();
	return answers.map(({ ids }) => tokenizer.decode(ids, { skipSpecial: true }));
}
