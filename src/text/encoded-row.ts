/** A row as the model sees it. Both arrays have one entry per token. */
export interface EncodedRow {
	readonly ids: Int32Array;
	/** 1 where the token is supervised: predicted from those before it, and counted in the loss. Never 1 at place 0. */
	readonly mask: Uint8Array;
}
