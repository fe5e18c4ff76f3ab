/** The place of a formula. */
export interface Source {
	/** Number of the paper at arXiv. */
	readonly arxiv: string;
	/** The equation or section, if known. */
	readonly at?: string;
}

/** What a person should know of an objective before choosing it. What it needs is said by the objective itself. */
export interface About {
	/** In one line. */
	readonly gist: string;
	/** Loss of one token, answer or pair, in the notation of docs/objectives.md. */
	readonly formula: string;
	/** What its losses are a mean over. */
	readonly over: "tokens" | "answers" | "pairs";
	readonly sources: readonly Source[];
	/** When to use it, and when not to. */
	readonly use: string;
	readonly avoid: string;
	/** Reported results, or what is uncertain; null if there are none. */
	readonly note: string | null;
}
