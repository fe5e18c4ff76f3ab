/** Lower case, one form for each character, one space for white space and punctuation. Digits stay. */
export function normalise(text: string): string {
	return text
		.normalize("NFKC")
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
		.trim();
}
