import type { Thinking } from "../text/turns/thoughts.ts";
import type { Deviation } from "./eval-result.ts";
import type { Question } from "./task/question.ts";
import type { AnswerOptions } from "./task/task.ts";

/** How one answer to each question is made. */
export interface Asking {
	readonly maxNewTokens: number;
	readonly sampling: AnswerOptions["sampling"];
	/** What sampling depends on. */
	readonly seed: number;
}

export interface Answer {
	/** Without its turn-ending token. */
	readonly text: string;
	readonly tokens: number;
	/** Whether it was cut at the limit of tokens; left out if that is not known. */
	readonly cut?: boolean;
	/** How its thoughts are found; by the usual marks if left out. */
	readonly thinking?: Thinking;
}

/** How likely a text is as an answer, in nats. */
export interface Likelihood {
	readonly logProb: number;
	readonly tokens: number;
}

/** The outcome of the question at this index: a value, or the reason why there is none. */
export type Reply<T> =
	| { readonly index: number; readonly kind: "given"; readonly value: T }
	| {
			readonly index: number;
			readonly kind: "refused";
			readonly reason: string;
	  };

/** A model, or anything that answers like one. Replies arrive in any order, one for each question. */
export interface Responder {
	readonly name: string;
	/** Tokens that it tells apart: a uniform guess costs the logarithm of it per token. */
	readonly vocabSize: number;
	answer(
		questions: readonly Question[],
		how: Asking,
	): AsyncIterable<Reply<Answer>>;
	/** Likelihood of what the rows show. */
	shown(questions: readonly Question[]): AsyncIterable<Reply<Likelihood>>;
	/** Likelihoods of the choices of each question, in their order. */
	choices(
		questions: readonly Question[],
	): AsyncIterable<Reply<readonly Likelihood[]>>;
	/**
	 * How far it is from its base on what the rows show, and in greedy answers of so many tokens at most, or in none; null
	 * if it has no base.
	 */
	deviation(
		questions: readonly Question[],
		maxNewTokens: number | null,
	): Promise<Deviation | null>;
	dispose(): Promise<void>;
}
