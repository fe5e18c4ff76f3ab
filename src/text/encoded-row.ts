/** A row as the model sees it. Both arrays have one entry per token. */
export interface EncodedRow {
	readonly ids: Int32Array;
	/** 1 where the token is supervised: predicted from those before it, and counted in the loss. Never 1 at place 0. */
	readonly mask: Uint8Array;
	/** Assistant turns left unlearnt because the template rewrites them; absent if there are none. */
	readonly rewritten?: number;
	/** A turn that is learnt has no visible character: it would teach to say nothing. Absent if all have one. */
	readonly silent?: true;
}

/** A prompt with one answer to it, or with none yet. */
export interface EncodedAnswer extends EncodedRow {
	/** True for a demonstration, a chosen or a desirable answer; false for a rejected or undesirable one. */
	readonly liked: boolean;
	/** The answer is still to be given: nothing is supervised. */
	readonly promptAlone?: boolean;
}

/** Answers that are learned from together: one alone, or the chosen and the rejected one of a pair, in this order. */
export type EncodedGroup = readonly EncodedAnswer[];
