import { RandomStream } from "../core/random.ts";
import { collect, type Generation } from "../generate/collect.ts";
import type { Sampling } from "../generate/sampling/sampling.ts";
import { type Speaker, speak } from "../generate/speaker.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { PairPrompt } from "./pair-prompt.ts";

/** How answers are sampled. */
export interface DrawOptions {
	/** Answers to each prompt. */
	readonly samples: number;
	readonly maxNewTokens: number;
	readonly sampling: Sampling;
	readonly stopStrings: readonly string[];
	readonly seed: number;
	/** Answers that are generated in parallel. */
	readonly batchRows: number;
	/** Hashes of the weights that answer. */
	readonly weights: readonly string[];
}

/** Samples of one block: at most this many are drawn again after an interruption. */
const blockSamples = 256;

/** The samples of a block of prompts, in their order. */
export type Drawn = readonly {
	readonly prompt: PairPrompt;
	readonly samples: readonly Generation[];
}[];

/**
 * Samples answers to prompts, block by block, or reads them from the cache. They depend on the options, the prompt and the other
 * prompts of its block. Ends early if the signal aborts.
 */
export async function* drawAnswers(
	speaker: () => Promise<Pick<Speaker, "decoder" | "tokenizer">>,
	prompts: readonly PairPrompt[],
	options: DrawOptions,
	{
		cache,
		signal,
	}: { readonly cache: AnswerCache; readonly signal: AbortSignal },
): AsyncGenerator<Drawn> {
	const { samples, seed } = options;
	const perBlock = Math.max(1, Math.floor(blockSamples / samples));
	for (let from = 0; from < prompts.length; from += perBlock) {
		if (signal.aborted) return;
		const block = prompts.slice(from, from + perBlock);
		const asked = block.map(({ ids }) => [...ids]);
		const draw = async () => {
			const stream = new RandomStream(seed, `pairs/${from / perBlock}`);
			const drawn = await collect(
				speak(
					await speaker(),
					block.flatMap(({ ids }) =>
						Array.from({ length: samples }, () => ids),
					),
					{ ...options, seed: stream.bits() },
					{ signal },
				),
			);
			if (drawn.some(({ reason }) => reason === "interrupted"))
				throw new Interrupted();
			return drawn;
		};
		const key = ["samples", options, from / perBlock, asked];
		let drawn: Generation[];
		try {
			drawn = await cache.remember(key, draw);
		} catch (error) {
			if (error instanceof Interrupted) return;
			throw error;
		}
		yield block.map((prompt, i) => ({
			prompt,
			samples: drawn.slice(i * samples, (i + 1) * samples),
		}));
	}
}

/** Ends a block that is not to be kept. */
class Interrupted extends Error {}
