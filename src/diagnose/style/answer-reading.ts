/** A token of an answer, as the base sees it. */
export interface ReadToken {
	/** What it adds to the answer; empty for a token that ends it, and for all but the last of a character's tokens. */
	readonly text: string;
	/** The same for people: the vocabulary's spelling of a token without a text of its own. */
	readonly shown: string;
	/** Rank under the base after the tokens before it, from 0. */
	readonly rank: number;
	/** The base's first choice in its place. */
	readonly first: string;
}

/** Greedy answers of a tuned model and its base to one question. */
export interface AnswerReading {
	/** `file:line`, followed by `#2` for the second wording. */
	readonly id: string;
	readonly question: string;
	readonly prompt: string;
	/** The base's own answer. */
	readonly base: string;
	readonly tuned: string;
	/** The tuned model's answer, token by token. */
	readonly tokens: readonly ReadToken[];
}
