/** Bytes of logits that exist at once. */
const logitBytes = 48 * 2 ** 20;

/** Parts into which the work of the output head is cut, so that the logits of so many tokens do not exist at once. */
export function headChunks(tokens: number, vocabSize: number): number {
	return Math.max(1, Math.ceil((4 * tokens * vocabSize) / logitBytes));
}

/** Of how many tokens logits may exist at once. */
export function rowsOfLogits(vocabSize: number): number {
	return Math.max(1, Math.floor(logitBytes / (4 * vocabSize)));
}
