const names = [
	"bos_token",
	"eos_token",
	"unk_token",
	"sep_token",
	"pad_token",
	"cls_token",
	"mask_token",
] as const;

export type SpecialTokenName = (typeof names)[number];
export type SpecialTokens = Readonly<Partial<Record<SpecialTokenName, string>>>;

/** The special tokens that a `tokenizer_config.json` names, as texts: written there as strings or as `{ content }`. */
export function specialTokensOf(
	config: Record<string, unknown>,
): SpecialTokens {
	const found: Partial<Record<SpecialTokenName, string>> = {};
	for (const name of names) {
		const value = config[name];
		const text =
			typeof value === "object" && value !== null
				? (value as { content?: unknown }).content
				: value;
		if (typeof text === "string" && text !== "") found[name] = text;
	}
	return found;
}
