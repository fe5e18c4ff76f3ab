import type { Example, Group } from "../../data/example.ts";
import { openModel } from "../../formats/open-model.ts";
import { requireVocabulary } from "../../text/require-vocabulary.ts";
import { openTokenizer, type Tokenizer } from "../../text/tokenizer.ts";
import type { RowScores } from "../../train/scorer.ts";
import type { DeviceOptions } from "../../train/stepper.ts";
import type { Deviation } from "../eval-result.ts";
import type { Question } from "../question.ts";
import type {
	Answer,
	Asking,
	Likelihood,
	Reply,
	Responder,
} from "../responder.ts";
import {
	type AnsweringOptions,
	answerPrompts,
	type GivenAnswer,
} from "./answering.ts";
import { Decoders } from "./decoders.ts";
import { divergence, lengthDrift, tokenShift } from "./deviation.ts";
import { openEncoder, type QuestionEncoder } from "./encoder.ts";
import {
	type LikelihoodReader,
	openComparison,
	openLikelihoods,
} from "./likelihoods.ts";
import { type Readable, readEach, readSome } from "./read-each.ts";
import type { Subject } from "./subject.ts";
import { ranksUnder } from "./token-shift.ts";

export interface ModelResponderOptions extends AnsweringOptions {
	readonly device: DeviceOptions;
	/** Tokens that are read at once for likelihoods. */
	readonly tokens: number;
}

/** Questions that are read between two signs of life. */
const atOnce = 16;

/** A model, with an adapter or without, as a responder. Sessions are opened when they are first needed. */
export class ModelResponder implements Responder {
	readonly name: string;
	readonly vocabSize: number;
	readonly #subject: Subject;
	readonly #tokenizer: Tokenizer;
	readonly #encoder: QuestionEncoder;
	readonly #options: ModelResponderOptions;
	readonly #decoders: Decoders;
	#reader: {
		readonly length: number;
		readonly opened: LikelihoodReader;
	} | null = null;

	private constructor(
		subject: Subject,
		vocabSize: number,
		tokenizer: Tokenizer,
		encoder: QuestionEncoder,
		options: ModelResponderOptions,
	) {
		this.name = subject.name;
		this.vocabSize = vocabSize;
		this.#subject = subject;
		this.#tokenizer = tokenizer;
		this.#encoder = encoder;
		this.#options = options;
		this.#decoders = new Decoders(subject, options.device);
	}

	/** Throws `weights` for a folder that holds no whole model. */
	static async open(
		subject: Subject,
		options: ModelResponderOptions,
	): Promise<ModelResponder> {
		const { model: folder } = subject;
		const { model } = await openModel(folder, { checkValues: false });
		const { vocabSize, maxPositions } = model.architecture;
		const tokenizer = await openTokenizer(folder);
		requireVocabulary(tokenizer, vocabSize, folder);
		const encoder = await openEncoder(folder, tokenizer, maxPositions);
		return new ModelResponder(subject, vocabSize, tokenizer, encoder, options);
	}

	async *answer(
		questions: readonly Question[],
		how: Asking,
	): AsyncGenerator<Reply<Answer>> {
		const read = readSome(questions, (one) => this.#encoder.prompt(one));
		yield* read.refused;
		const prompts = read.readable.map(({ value }) => value);
		const speaker = {
			decoder: await this.#decoders.own(),
			tokenizer: this.#tokenizer,
		};
		const answers = answerPrompts(speaker, prompts, how, this.#options);
		for await (const { row, ids, text } of answers) {
			const { index } = read.readable[row] as Readable<Int32Array>;
			yield { index, kind: "given", value: { text, tokens: ids.length } };
		}
	}

	async *shown(
		questions: readonly Question[],
	): AsyncGenerator<Reply<Likelihood>> {
		const read = readSome(questions, (one) => [this.#encoder.shown(one)]);
		yield* read.refused;
		for await (const { index, values } of this.#likelihoods(read.readable)) {
			const [value] = values;
			if (value !== undefined) yield { index, kind: "given", value };
		}
	}

	async *choices(
		questions: readonly Question[],
	): AsyncGenerator<Reply<readonly Likelihood[]>> {
		const read = readSome(questions, (one) => this.#encoder.choices(one));
		yield* read.refused;
		for await (const { index, values } of this.#likelihoods(read.readable))
			yield { index, kind: "given", value: values };
	}

	async deviation(
		questions: readonly Question[],
		maxNewTokens: number | null,
	): Promise<Deviation | null> {
		const { model, adapter, base } = this.#subject;
		// With an adapter, what it was put beside is what it moves from.
		const apart = adapter === null ? base !== model : base === model;
		if (base === null || !apart) return null;
		const shown = readable(questions, (one) => this.#encoder.shown(one));
		const kl = await this.#divergence(shown, base);
		const asked = questions.filter((one) => one.asked !== null);
		const prompts = readable(asked, (one) => this.#encoder.prompt(one));
		if (maxNewTokens === null || prompts.length === 0)
			return { kl, length: null, shift: null };
		const own = await this.#greedy(
			prompts,
			maxNewTokens,
			await this.#decoders.own(),
		);
		const decoder = await this.#decoders.base(base);
		const before = await this.#greedy(prompts, maxNewTokens, decoder);
		const pairs = own.map(({ row, ids }) => ({
			prompt: prompts[row] as Int32Array,
			ids,
		}));
		const ranks = await ranksUnder(decoder, pairs, this.#options.batchRows);
		const tokens = (answers: readonly GivenAnswer[]) =>
			answers.map(({ ids }) => ids.length);
		return {
			...{ kl, shift: tokenShift(ranks) },
			length: lengthDrift(tokens(before), tokens(own)),
		};
	}

	async dispose(): Promise<void> {
		await this.#closeReader();
		await this.#decoders.dispose();
	}

	/** Greedy answers to all prompts, in their order. */
	async #greedy(
		prompts: readonly Int32Array[],
		maxNewTokens: number,
		decoder: Parameters<typeof answerPrompts>[0]["decoder"],
	): Promise<GivenAnswer[]> {
		const how = {
			maxNewTokens,
			sampling: { kind: "greedy" },
			seed: 0,
		} as const;
		const speaker = { decoder, tokenizer: this.#tokenizer };
		const answers: GivenAnswer[] = [];
		for await (const answer of answerPrompts(
			speaker,
			prompts,
			how,
			this.#options,
		))
			answers.push(answer);
		return answers.sort((a, b) => a.row - b.row);
	}

	async #divergence(
		rows: readonly Example[],
		base: string,
	): Promise<Deviation["kl"]> {
		if (rows.length === 0) return null;
		// Each session holds the weights once more.
		await this.#closeReader();
		const { device, tokens } = this.#options;
		const length = Math.max(...rows.map(({ ids }) => ids.length));
		const reader = await openComparison(
			{ ...this.#subject, base },
			{ device, tokens, length },
		);
		try {
			return await divergence(reader, rows);
		} finally {
			await reader.dispose();
		}
	}

	async *#likelihoods(
		groups: readonly Readable<Group>[],
	): AsyncGenerator<{ index: number; values: Likelihood[] }> {
		if (groups.length === 0) return;
		const rows = groups.flatMap(({ value }) => value);
		const length = Math.max(...rows.map(({ ids }) => ids.length));
		const reader = await this.#openReader(length);
		for (let at = 0; at < groups.length; at += atOnce) {
			if (this.#options.signal?.aborted) return;
			const some = groups.slice(at, at + atOnce);
			const scores = await reader.score(some.map(({ value }) => value));
			for (const { index, value } of some)
				yield {
					index,
					values: scores.splice(0, value.length).map(likelihoodOf),
				};
		}
	}

	/** A reader for rows of this length; one that is open serves again where it can. */
	async #openReader(length: number): Promise<LikelihoodReader> {
		if (this.#reader !== null && this.#reader.length >= length)
			return this.#reader.opened;
		await this.#closeReader();
		const { device, tokens } = this.#options;
		const options = { device, tokens, length };
		const opened = await openLikelihoods(this.#subject, options);
		this.#reader = { length, opened };
		return opened;
	}

	async #closeReader(): Promise<void> {
		const reader = this.#reader;
		this.#reader = null;
		await reader?.opened.dispose();
	}
}

function readable<T>(
	questions: readonly Question[],
	read: (question: Question) => T,
): T[] {
	return readEach(questions, read).readable.map(({ value }) => value);
}

function likelihoodOf({ logProb }: RowScores): Likelihood {
	return {
		logProb: logProb.reduce((sum, value) => sum + value, 0),
		tokens: logProb.length,
	};
}
