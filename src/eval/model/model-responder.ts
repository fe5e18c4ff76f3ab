import type { Group } from "../../data/example.ts";
import type {
	ComparedModel,
	LikelihoodReader,
	ReadableModel,
} from "../../engine/measured.ts";
import type { RowScores } from "../../policy/row-scores.ts";
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
import { type AnsweringOptions, answerPrompts } from "./answering.ts";
import { measureDeviation } from "./measure-deviation.ts";
import { measuringEngine } from "./measuring-engine.ts";
import type { ModelResponderOptions } from "./model-responder-options.ts";
import { openReading, type Reading } from "./open-reading.ts";
import { longestOf, portions, roomFor } from "./portions.ts";
import { type Readable, readSome } from "./read-each.ts";
import { comparedWith, type Subject } from "./subject.ts";

/** What a responder asks: a model that an engine opened, or one that is being trained, which is compared with none. */
type AskedModel = ReadableModel & {
	readonly compared?: ComparedModel | null;
};

/** A model, with an adapter or without, as a responder. Its weights are read when they are first needed. */
export class ModelResponder implements Responder {
	readonly name: string;
	readonly vocabSize: number;
	readonly #model: AskedModel;
	readonly #reading: Reading;
	readonly #options: AnsweringOptions;
	#reader: {
		readonly length: number;
		readonly opened: LikelihoodReader;
	} | null = null;

	private constructor(
		name: string,
		model: AskedModel,
		reading: Reading,
		options: AnsweringOptions,
	) {
		this.name = name;
		this.vocabSize = model.shape.vocabSize;
		this.#model = model;
		this.#reading = reading;
		this.#options = options;
	}

	/** Throws `weights` for a folder that holds no whole model. */
	static async open(
		subject: Subject,
		options: ModelResponderOptions,
	): Promise<ModelResponder> {
		const model = await measuringEngine(options).openMeasured({
			own: subject,
			other: comparedWith(subject),
			tokens: options.tokens,
		});
		return ModelResponder.over(model, subject, options);
	}

	/** A model that is open already, asked as a subject is. It is disposed of with the responder, or if this throws. */
	static async over(
		model: AskedModel,
		subject: Pick<Subject, "name" | "model" | "template">,
		options: AnsweringOptions,
	): Promise<ModelResponder> {
		try {
			const reading = await openReading(subject, model.shape);
			return new ModelResponder(subject.name, model, reading, options);
		} catch (error) {
			await model.dispose();
			throw error;
		}
	}

	async *answer(
		questions: readonly Question[],
		how: Asking,
	): AsyncGenerator<Reply<Answer>> {
		const read = readSome(questions, (one) =>
			this.#reading.encoder.prompt(one),
		);
		yield* read.refused;
		const prompts = read.readable.map(({ value }) => value);
		const { tokenizer } = this.#reading;
		const speaker = { generate: await this.#model.generate(), tokenizer };
		const answers = answerPrompts(speaker, prompts, how, this.#options);
		for await (const { row, ids, text, cut } of answers) {
			const { index, value } = read.readable[row] as Readable<Int32Array>;
			const thinking = thinkingAfter(value, tokenizer);
			const answer = { text, tokens: ids.length, cut, thinking };
			yield { index, kind: "given", value: answer };
		}
	}

	async *shown(
		questions: readonly Question[],
	): AsyncGenerator<Reply<Likelihood>> {
		const read = readSome(questions, (one) => [
			this.#reading.encoder.shown(one),
		]);
		yield* read.refused;
		for await (const { index, values } of this.#likelihoods(read.readable)) {
			const [value] = values;
			if (value !== undefined) yield { index, kind: "given", value };
		}
	}

	async *choices(
		questions: readonly Question[],
	): AsyncGenerator<Reply<readonly Likelihood[]>> {
		const read = readSome(questions, (one) =>
			this.#reading.encoder.choices(one),
		);
		yield* read.refused;
		for await (const { index, values } of this.#likelihoods(read.readable))
			yield { index, kind: "given", value: values };
	}

	async deviation(
		questions: readonly Question[],
		maxNewTokens: number | null,
	): Promise<Deviation | null> {
		const { compared } = this.#model;
		if (!compared) return null;
		// Each session holds the weights once more.
		await this.#closeReader();
		const model = { model: this.#model, compared };
		return measureDeviation(
			{ ...model, ...this.#reading, options: this.#options },
			questions,
			maxNewTokens,
		);
	}

	async dispose(): Promise<void> {
		await this.#closeReader();
		await this.#model.dispose();
	}

	async *#likelihoods(
		groups: readonly Readable<Group>[],
	): AsyncGenerator<{ index: number; values: Likelihood[] }> {
		if (groups.length === 0) return;
		const length = longestOf(groups.flatMap(({ value }) => value));
		const reader = await this.#openReader(length);
		for (const some of portions(groups, ({ value }) => value)) {
			if (this.#options.signal?.aborted) return;
			const scores = await reader.score(some.map(({ value }) => value));
			let next = 0;
			for (const { index, value } of some) {
				const own = scores.slice(next, next + value.length);
				next += value.length;
				yield { index, values: own.map(likelihoodOf) };
			}
		}
	}

	/** A reader for rows of this length; one that is open serves again if it can. */
	async #openReader(length: number): Promise<LikelihoodReader> {
		if (this.#reader !== null && this.#reader.length >= length)
			return this.#reader.opened;
		await this.#closeReader();
		const room = roomFor(length);
		const opened = await this.#model.likelihoods(room);
		this.#reader = { length: room, opened };
		return opened;
	}

	async #closeReader(): Promise<void> {
		const reader = this.#reader;
		this.#reader = null;
		await reader?.opened.dispose();
	}
}

function likelihoodOf({ logProb }: RowScores): Likelihood {
	return {
		logProb: logProb.reduce((sum, value) => sum + value, 0),
		tokens: logProb.length,
	};
}
