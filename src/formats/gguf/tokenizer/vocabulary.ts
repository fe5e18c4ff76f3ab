import { TemperError } from "../../../core/error.ts";
import type { GgufMetadata } from "../gguf-metadata.ts";

/** ggml's kinds of tokens that Temper treats apart. */
const control = 3;
const userDefined = 4;

/** The tokens of a GGUF file. */
export interface Vocabulary {
	readonly tokens: readonly string[];
	readonly isControl: (id: number) => boolean;
	/** Matched whole in a text, like a control token, but ordinary text otherwise. */
	readonly isUserDefined: (id: number) => boolean;
	readonly specials: SpecialTokens;
}

/** Ids of the tokens with a role. */
export interface SpecialTokens {
	readonly bos: number | null;
	readonly eos: number | null;
	readonly unk: number | null;
	readonly pad: number | null;
	/** Ends a turn, if the file distinguishes it from `eos`. */
	readonly eot: number | null;
}

const roles = {
	bos: "bos_token_id",
	eos: "eos_token_id",
	unk: "unknown_token_id",
	pad: "padding_token_id",
	eot: "eot_token_id",
} as const;

function readSpecials(
	metadata: GgufMetadata,
	tokens: readonly string[],
): SpecialTokens {
	const read = (role: keyof SpecialTokens): number | null => {
		const key = `tokenizer.ggml.${roles[role]}`;
		const id = metadata.optionalNumber(key);
		if (id === null || tokens[id] !== undefined) return id;
		return metadata.refuse(key, `the id of one of ${tokens.length} tokens`);
	};
	return {
		bos: read("bos"),
		eos: read("eos"),
		unk: read("unk"),
		pad: read("pad"),
		eot: read("eot"),
	};
}

/** Reads the tokens. Throws `weights`, also if there are more of them than rows of the embedding. */
export function readVocabulary(
	metadata: GgufMetadata,
	embeddingRows: number,
): Vocabulary {
	const tokens = metadata.texts("tokenizer.ggml.tokens");
	if (tokens.length > embeddingRows) {
		throw new TemperError("weights", {
			where: `${metadata.file}, tokenizer.ggml.tokens`,
			expected: `at most ${embeddingRows} tokens, one for each row of the embedding`,
			found: `${tokens.length}`,
		});
	}
	const types = metadata.optionalNumbers("tokenizer.ggml.token_type");
	if (types !== null && types.length !== tokens.length)
		metadata.refuse("tokenizer.ggml.token_type", `${tokens.length} types`);
	return {
		tokens,
		isControl: (id) => types?.[id] === control,
		isUserDefined: (id) => types?.[id] === userDefined,
		specials: readSpecials(metadata, tokens),
	};
}
