import { RandomStream } from "../../core/random.ts";
import { collect } from "../../generate/collect.ts";
import { speakBy } from "../../generate/speaker.ts";
import { textOf } from "../../policy/model-text.ts";
import type { SamplingRecipe } from "../../recipes/schemas/sampling-schema.ts";
import type {
	RoundFolder,
	SampleRecord,
} from "../../runs/folder/round-folder.ts";
import type { Stage } from "../sources/stage.ts";
import { answerText, type Demonstration } from "./demonstration.ts";

/** Samples of one block: what a process that dies while it samples has to draw again. */
const blockSamples = 256;

export interface DrawOptions {
	readonly sampling: SamplingRecipe;
	/** Samples of each prompt. */
	readonly perPrompt: number;
	/** Names the random choices of this round. */
	readonly name: string;
}

/**
 * Samples of the current policy, all of the first prompt before those of the second. They are kept on disk block by
 * block; what is there already is read back. Null if the signal aborted before all were drawn.
 */
export async function drawSamples(
	{ prepared, learner, sessions, signal }: Stage,
	folder: RoundFolder,
	demonstrations: readonly Demonstration[],
	options: DrawOptions,
): Promise<SampleRecord[] | null> {
	const { tokenizer, recipe } = prepared;
	const { sampling, perPrompt } = options;
	const perBlock = Math.max(1, Math.floor(blockSamples / perPrompt));
	const samples: SampleRecord[] = [];
	for (let from = 0; from < demonstrations.length; from += perBlock) {
		const block = from / perBlock;
		const part = demonstrations.slice(from, from + perBlock);
		const kept = await folder.readBlock(block);
		if (kept?.length === part.length * perPrompt) {
			samples.push(...kept);
			continue;
		}
		if (signal.aborted) return null;
		const generator = await sessions.generator();
		const stream = new RandomStream(recipe.seed, `${options.name}/${block}`);
		const prompts = part.flatMap(({ prompt }) =>
			Array.from({ length: perPrompt }, () => prompt),
		);
		const drawn = await collect(
			speakBy(
				(...given) => generator.generate(learner.weights, ...given),
				tokenizer,
				prompts,
				{
					maxNewTokens: sampling.maxNewTokens,
					sampling: {
						kind: "sample",
						temperature: sampling.temperature,
						topK: sampling.topK,
						topP: sampling.topP,
						minP: null,
					},
					seed: stream.bits(),
					batchRows: sampling.batch,
					withText: false,
				},
				{ signal },
			),
		);
		if (drawn.some(({ reason }) => reason === "interrupted")) return null;
		const records = drawn.map(({ ids, reason }, i): SampleRecord => {
			const demo = part[Math.floor(i / perPrompt)] as Demonstration;
			return {
				row: demo.row,
				...(demo.turn !== null && { turn: demo.turn }),
				index: i % perPrompt,
				prompt: textOf(tokenizer, demo.prompt),
				demonstration: answerText(demo, tokenizer),
				text: textOf(tokenizer, ids),
				ids,
				ended: reason === "stop",
			};
		});
		await folder.writeBlock(block, records);
		samples.push(...records);
	}
	return samples;
}
