/** Tokens that rows may have if a recipe does not say. */
const usualLength = 1024;

/** Tokens of a micro-batch if a recipe does not say. */
export const usualBatchTokens = 512;

/** The longest row in tokens, prompt included, that a recipe without `data.maxLength` takes. */
export function usualMaxLength(batchTokens: number): number {
	return Math.max(usualLength, batchTokens);
}

/** The longest row that training takes: what a recipe says, within the positions that the model has. */
export function longestRow(maxLength: number, maxPositions: number): number {
	return Math.min(maxLength, maxPositions);
}
