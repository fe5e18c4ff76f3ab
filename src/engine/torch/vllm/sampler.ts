import {
	checkPrompts,
	type GenerationEvent,
} from "../../../generate/generate.ts";
import {
	checkGenerationOptions,
	type GenerationOptions,
} from "../../../generate/generation-options.ts";
import { GrowingRow } from "../../../generate/growing-row.ts";
import { type ServedAdapter, ServedAdapters } from "./adapters.ts";
import { askAll } from "./ask-all.ts";
import type { Completion, Question } from "./completion.ts";
import { isServerLost } from "./lost.ts";
import { replay } from "./replay.ts";
import type { VllmServer } from "./server.ts";

export interface SamplerOptions {
	/** Starts a server, or joins a running one. Called again if it is lost. Rejects if the signal aborts first. */
	readonly open: (signal?: AbortSignal) => Promise<VllmServer>;
	/** Called last. */
	readonly close?: () => Promise<void>;
	/** An existing folder for adapters, which this machine and the server see under the same path. */
	readonly folder: string;
	/** Rows of the model's embedding. */
	readonly vocabSize: number;
	/** Most tokens of a prompt with its answer, as the model is trained. */
	readonly maxLength: number;
}

interface Opened {
	readonly server: VllmServer;
	readonly adapters: ServedAdapters;
}

/**
 * Draws answers from a vLLM server, which is opened when it is first needed. Answers depend on seeds, one for each prompt, but
 * also on which prompts the server computes together: its sums are not the same to the last bit in batches of different
 * sizes. Its log-probabilities are never used.
 */
export class VllmSampler {
	readonly #options: SamplerOptions;
	#opened: Opened | null = null;

	constructor(options: SamplerOptions) {
		this.#options = options;
	}

	/**
	 * Answers prompts with an adapter, or with the model itself, `batchRows` requests at a time; events come in the order of
	 * the prompts once all answers are there. A server that is lost is opened again once, with the adapter, for the
	 * prompts that have no answer yet. Throws `recipe` and `data` as `generate` does, and `device`.
	 */
	async *generate(
		adapter: ServedAdapter | null,
		prompts: readonly Int32Array[],
		options: GenerationOptions,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): AsyncGenerator<GenerationEvent, void, undefined> {
		checkGenerationOptions(options);
		checkPrompts(prompts, this.#options.maxLength);
		const answers = new Map<number, Completion>();
		const limits: number[] = [];
		for (let tries = 0; answers.size < prompts.length; tries++) {
			if (signal?.aborted) break;
			try {
				const { model, maxLength } = await this.#serve(adapter, signal);
				checkPrompts(prompts, maxLength);
				const questions = prompts.map((prompt, row): Question => {
					const limit = Math.min(
						options.maxNewTokens,
						maxLength - prompt.length,
					);
					limits[row] = limit;
					return { model, prompt, row, limit, options };
				});
				await this.#ask(questions, answers, options.batchRows, signal);
			} catch (error) {
				if (signal?.aborted) break;
				if (!isServerLost(error)) throw error;
				const why = await this.#lose(error);
				if (tries > 0) throw why;
			}
		}
		for (const row of prompts.keys()) {
			const grown = new GrowingRow(row, limits[row] ?? 1, options);
			yield* replay(grown, answers.get(row) ?? null);
		}
	}

	async dispose(): Promise<void> {
		const opened = this.#opened;
		this.#opened = null;
		// The server may be gone, and with it the adapter.
		await opened?.adapters.unload().catch(() => {});
		await opened?.server.end();
		await this.#options.close?.();
	}

	/** The name that answers, and the window that the model and the server agree on. */
	async #serve(
		adapter: ServedAdapter | null,
		signal: AbortSignal | undefined,
	): Promise<{ model: string; maxLength: number }> {
		const { folder, maxLength } = this.#options;
		if (this.#opened === null) {
			const server = await this.#options.open(signal);
			const adapters = new ServedAdapters(server.client, folder);
			this.#opened = { server, adapters };
		}
		const { server, adapters } = this.#opened;
		return {
			model: adapter === null ? server.model : await adapters.serve(adapter),
			maxLength: Math.min(maxLength, server.window ?? maxLength),
		};
	}

	#ask(
		questions: readonly Question[],
		answers: Map<number, Completion>,
		batchRows: number,
		signal: AbortSignal | undefined,
	): Promise<void> {
		const { client } = (this.#opened as Opened).server;
		const open = questions.filter(({ row }) => !answers.has(row));
		return askAll(open, batchRows, signal, async (question, until) => {
			const { vocabSize } = this.#options;
			const answer = await client.complete(question, vocabSize, until);
			answers.set(question.row, answer);
		});
	}

	/** Gives a lost server up; returns why it is lost. */
	async #lose(error: Error): Promise<Error> {
		const opened = this.#opened;
		this.#opened = null;
		if (!opened) return error;
		const why = await opened.server.explain(error);
		await opened.adapters.forget();
		await opened.server.end();
		return why;
	}
}
