import type { Group } from "../../data/example.ts";
import { type Generate, generatingWith } from "../../generate/generate.ts";
import type { RowScores } from "../../policy/scorer.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { thinkingAfter } from "../../text/turns/thinking-after.ts";
import type { Deviation } from "../eval-result.ts";
import type {
	Answer,
	Asking,
	Likelihood,
	Reply,
	Responder,
} from "../responder.ts";
import type { Question } from "../task/question.ts";
import { answerPrompts } from "./answering.ts";
import { Decoders } from "./decoders.ts";
import type { QuestionEncoder } from "./encoder.ts";
import { type LikelihoodReader, openLikelihoods } from "./likelihoods.ts";
import { measureDeviation } from "./measure-deviation.ts";
import type { ModelParts } from "./merged-policy.ts";
import type { ModelResponderOptions } from "./model-responder-options.ts";
import { openReading } from "./open-reading.ts";
import { type Readable, readSome } from "./read-each.ts";
import type { Subject } from "./subject.ts";

/** Questions that are read between two signs of life. */
const atOnce = 16;

/** What speaks and reads for a responder, if that is not what its subject's folders hold. */
export interface ModelSources {
	generate(): Promise<Generate>;
	/** A reader for rows of at most so many tokens. */
	likelihoods(length: number): Promise<LikelihoodReader>;
}

/** A model, with an adapter or without, as a responder. Sessions are opened when they are first needed. */
export class ModelResponder implements Responder {
	readonly name: string;
	readonly vocabSize: number;
	readonly #subject: Subject;
	readonly #tokenizer: Tokenizer;
	readonly #encoder: QuestionEncoder;
	readonly #options: ModelResponderOptions;
	readonly #decoders: Decoders;
	readonly #sources: ModelSources | null;
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
		sources: ModelSources | null,
	) {
		this.name = subject.name;
		this.vocabSize = vocabSize;
		this.#subject = subject;
		this.#tokenizer = tokenizer;
		this.#encoder = encoder;
		this.#options = options;
		this.#decoders = new Decoders(subject, options.device);
		this.#sources = sources;
	}

	/** `sources` speak in place of the subject's weights. Throws `weights` for a folder that holds no whole model. */
	static async open(
		subject: Subject,
		options: ModelResponderOptions,
		sources: ModelSources | null = null,
	): Promise<ModelResponder> {
		const { vocabSize, tokenizer, encoder } = await openReading(subject);
		return new ModelResponder(
			subject,
			vocabSize,
			tokenizer,
			encoder,
			options,
			sources,
		);
	}

	async *answer(
		questions: readonly Question[],
		how: Asking,
	): AsyncGenerator<Reply<Answer>> {
		const read = readSome(questions, (one) => this.#encoder.prompt(one));
		yield* read.refused;
		const prompts = read.readable.map(({ value }) => value);
		const speaker = {
			generate: this.#sources
				? await this.#sources.generate()
				: generatingWith(await this.#decoders.own()),
			tokenizer: this.#tokenizer,
		};
		const answers = answerPrompts(speaker, prompts, how, this.#options);
		for await (const { row, ids, text, cut } of answers) {
			const { index, value } = read.readable[row] as Readable<Int32Array>;
			const thinking = thinkingAfter(value, this.#tokenizer);
			const answer = { text, tokens: ids.length, cut, thinking };
			yield { index, kind: "given", value: answer };
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
		const other = comparedWith(this.#subject);
		if (other === null) return null;
		// Each session holds the weights once more.
		await this.#closeReader();
		const parts = {
			...{ subject: this.#subject, other },
			...{ encoder: this.#encoder, decoders: this.#decoders },
			...{ tokenizer: this.#tokenizer, options: this.#options },
		};
		return measureDeviation(parts, questions, maxNewTokens);
	}

	async dispose(): Promise<void> {
		await this.#closeReader();
		await this.#decoders.dispose();
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

	/** A reader for rows of this length; one that is open serves again if it can. */
	async #openReader(length: number): Promise<LikelihoodReader> {
		if (this.#reader !== null && this.#reader.length >= length)
			return this.#reader.opened;
		await this.#closeReader();
		const { device, tokens } = this.#options;
		const options = { device, tokens, length };
		const opened = await (this.#sources?.likelihoods(length) ??
			openLikelihoods(this.#subject, options));
		this.#reader = { length, opened };
		return opened;
	}

	async #closeReader(): Promise<void> {
		const reader = this.#reader;
		this.#reader = null;
		await reader?.opened.dispose();
	}
}

/** What a deviation is measured from: a rival, or the base; null for a model that is its own base. */
function comparedWith({
	model,
	adapter,
	base,
	against,
}: Subject): ModelParts | null {
	if (against !== undefined) return against;
	if (base === null) return null;
	const tuned = adapter !== null || base !== model;
	return tuned ? { model: base, adapter: null } : null;
}

function likelihoodOf({ logProb }: RowScores): Likelihood {
	return {
		logProb: logProb.reduce((sum, value) => sum + value, 0),
		tokens: logProb.length,
	};
}
