import { TemperError } from "../../../core/error.ts";
import type { GgufMetadata } from "../gguf-metadata.ts";
import { byteLevelVocabulary, readMerges } from "./byte-level.ts";
import { findPreTokenizer } from "./pre-tokenizers.ts";
import { gemmaSpelling, impliedMerges, llamaParts } from "./sentencepiece.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** The contents of a folder's tokenizer files. */
export interface TokenizerFiles {
	readonly tokenizer: Record<string, unknown>;
	readonly tokenizerConfig: Record<string, unknown>;
}

interface Parts {
	readonly normalizer: unknown;
	readonly pre_tokenizer: unknown;
	readonly decoder: unknown;
	readonly model: Record<string, unknown>;
	readonly addBos: boolean;
}

function byteLevelParts(
	metadata: GgufMetadata,
	vocabulary: Vocabulary,
	architecture: string,
): Parts {
	const named = metadata.optionalText("tokenizer.ggml.pre");
	const fallback = architecture === "gpt2" ? "gpt-2" : "(no name)";
	const pre = findPreTokenizer(named ?? fallback, metadata.file);
	const ids = byteLevelVocabulary(vocabulary);
	return {
		normalizer: pre.normalizer,
		pre_tokenizer: pre.preTokenizer,
		decoder: {
			type: "ByteLevel",
			add_prefix_space: true,
			trim_offsets: true,
			use_regex: true,
		},
		model: {
			type: "BPE",
			dropout: null,
			unk_token: null,
			continuing_subword_prefix: null,
			end_of_word_suffix: null,
			fuse_unk: false,
			byte_fallback: false,
			ignore_merges: pre.ignoreMerges,
			vocab: Object.fromEntries(ids),
			merges: readMerges(metadata, ids),
		},
		addBos: pre.addBos,
	};
}

function sentencePieceParts(
	metadata: GgufMetadata,
	vocabulary: Vocabulary,
	architecture: string,
): Parts {
	const gemma = architecture.startsWith("gemma");
	const { tokens, specials } = vocabulary;
	const scores = metadata.optionalNumbers("tokenizer.ggml.scores");
	if (scores?.length !== tokens.length)
		metadata.refuse("tokenizer.ggml.scores", `${tokens.length} scores`);
	const ids = new Map(
		tokens.map((token, id) => [gemma ? gemmaSpelling(token) : token, id]),
	);
	// Gemma's scores do not follow the order of its merges; the order of its tokens does.
	const scoreOf = (id: number) => (gemma ? -id : (scores[id] as number));
	const spaceBefore =
		metadata.optionalFlag("tokenizer.ggml.add_space_prefix") ?? true;
	return {
		...llamaParts(spaceBefore && !gemma),
		pre_tokenizer: null,
		model: {
			type: "BPE",
			dropout: null,
			unk_token: specials.unk === null ? null : tokens[specials.unk],
			continuing_subword_prefix: null,
			end_of_word_suffix: null,
			fuse_unk: true,
			byte_fallback: true,
			ignore_merges: false,
			vocab: Object.fromEntries(ids),
			merges: impliedMerges(ids, scoreOf),
		},
		addBos: true,
	};
}

function addedTokens(vocabulary: Vocabulary): unknown[] {
	const { tokens, isControl, isUserDefined, specials } = vocabulary;
	const roles = new Set(Object.values(specials));
	return tokens.flatMap((content, id) => {
		const special = isControl(id) || roles.has(id);
		if (!special && !isUserDefined(id)) return [];
		return {
			id,
			content,
			single_word: false,
			lstrip: false,
			rstrip: false,
			normalized: false,
			special,
		};
	});
}

/** Puts bos before and eos after a text, if the model wants them. */
function postProcessor(
	bos: [string, number] | null,
	eos: [string, number] | null,
) {
	if (bos === null && eos === null) return null;
	const special = (token: [string, number] | null) =>
		token === null ? [] : [{ SpecialToken: { id: token[0], type_id: 0 } }];
	const text = (id: string) => ({ Sequence: { id, type_id: 0 } });
	const wrapped = (id: string) => [...special(bos), text(id), ...special(eos)];
	return {
		type: "TemplateProcessing",
		single: wrapped("A"),
		pair: [...wrapped("A"), ...wrapped("B")],
		special_tokens: Object.fromEntries(
			[bos, eos].flatMap((token) =>
				token === null
					? []
					: [[token[0], { id: token[0], ids: [token[1]], tokens: [token[0]] }]],
			),
		),
	};
}

function tokenizerConfig(
	metadata: GgufMetadata,
	vocabulary: Vocabulary,
	addBos: boolean,
	addEos: boolean,
	context: number,
): Record<string, unknown> {
	const { tokens, specials } = vocabulary;
	const token = (id: number | null) => (id === null ? null : tokens[id]);
	const template = metadata.optionalText("tokenizer.chat_template");
	return {
		tokenizer_class: "PreTrainedTokenizerFast",
		bos_token: token(specials.bos),
		eos_token: token(specials.eos),
		unk_token: token(specials.unk),
		pad_token: token(specials.pad),
		add_bos_token: addBos,
		add_eos_token: addEos,
		clean_up_tokenization_spaces: false,
		model_max_length: context,
		...(template === null ? {} : { chat_template: template }),
	};
}

/** Builds `tokenizer.json` and `tokenizer_config.json` from a GGUF file's metadata. Throws `weights` for kinds that are not known. */
export function tokenizerFiles(
	metadata: GgufMetadata,
	vocabulary: Vocabulary,
	architecture: string,
	context: number,
): TokenizerFiles {
	const kinds = { gpt2: byteLevelParts, llama: sentencePieceParts };
	const kind = metadata.text("tokenizer.ggml.model");
	if (kind !== "gpt2" && kind !== "llama") {
		throw new TemperError("weights", {
			where: `${metadata.file}, tokenizer.ggml.model`,
			expected: Object.keys(kinds).join(" or "),
			found: kind.slice(0, 100),
		});
	}
	const { addBos: usual, ...parts } = kinds[kind](
		metadata,
		vocabulary,
		architecture,
	);
	const { tokens, specials } = vocabulary;
	const flag = (name: string) =>
		metadata.optionalFlag(`tokenizer.ggml.${name}`);
	const added = (
		wanted: boolean,
		id: number | null,
	): [string, number] | null =>
		wanted && id !== null ? [tokens[id] as string, id] : null;
	const bos = added(flag("add_bos_token") ?? usual, specials.bos);
	const eos = added(flag("add_eos_token") ?? false, specials.eos);
	return {
		tokenizer: {
			version: "1.0",
			truncation: null,
			padding: null,
			added_tokens: addedTokens(vocabulary),
			normalizer: parts.normalizer,
			pre_tokenizer: parts.pre_tokenizer,
			post_processor: postProcessor(bos, eos),
			decoder: parts.decoder,
			model: parts.model,
		},
		tokenizerConfig: tokenizerConfig(
			metadata,
			vocabulary,
			bos !== null,
			eos !== null,
			context,
		),
	};
}
