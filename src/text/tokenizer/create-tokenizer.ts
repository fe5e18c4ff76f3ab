import { join } from "node:path";
import { Tokenizer as Engine } from "@huggingface/tokenizers";
import { TemperError } from "../../core/error.ts";
import { mergeAddedTokens } from "../added-tokens/merge.ts";
import { useSplitters } from "../added-tokens/use-splitters.ts";
import { usualMarks } from "../turns/thoughts.ts";
import { keepSections } from "./keep-sections.ts";
import { specialTokensOf } from "./special-tokens.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { repairTokenizer } from "./tokenizer-repairs.ts";
import { checkVocabulary } from "./vocabulary.ts";

export interface TokenizerFiles {
	/** Contents of `tokenizer.json`. */
	readonly tokenizer: Record<string, unknown>;
	/** Contents of `tokenizer_config.json`. */
	readonly config: Record<string, unknown>;
	/** Contents of `generation_config.json`, or of `config.json` if a model has no other. */
	readonly generation: Record<string, unknown> | null;
}

/** A tokenizer from the contents of its files; `where` names them in errors. Throws `weights`. */
export function createTokenizer(
	files: TokenizerFiles,
	where: string,
): Tokenizer {
	const file = join(where, "tokenizer.json");
	checkVocabulary(files.tokenizer, file);
	const tokenizer = mergeAddedTokens(files.tokenizer, files.config);
	const vocabulary = checkVocabulary(tokenizer, file);
	const engine = startEngine({ ...files, tokenizer }, file);
	const tokens = specialTokensOf(files.config);
	const idOf = (text: string | undefined): number | null => {
		if (text === undefined) return null;
		const id = engine.token_to_id(text);
		if (id !== undefined) return id;
		throw new TemperError("weights", {
			where: join(where, "tokenizer_config.json"),
			expected: "special tokens that are in the vocabulary",
			found: JSON.stringify(text),
		});
	};
	const bosId = idOf(tokens.bos_token);
	const eosId = idOf(tokens.eos_token);
	const named = endOfTurnIds(eosId, files.generation, vocabulary.size, where);
	const special = new Map<string, number>();
	for (const [id, token] of engine.get_added_tokens_decoder()) {
		if (token.special || named.has(id)) special.set(token.content, id);
	}
	return {
		vocabSize: vocabulary.size,
		bosId,
		eosId,
		padId: engine.token_to_id(tokens.pad_token ?? "") ?? null,
		addsBos: bosId !== null && engine.encode("a").ids[0] === bosId,
		...{ endOfTurn: named, named, closing: new Set() },
		thoughtMarks: usualMarks,
		special,
		encode: (text, { addSpecial, where: place = "tokenizer" }) =>
			encodeWith(engine, text, addSpecial, place),
		decode: (ids, { skipSpecial }) =>
			ids.length === 0
				? ""
				: engine.decode(Array.from(ids), {
						skip_special_tokens: skipSpecial,
						clean_up_tokenization_spaces: false,
					}),
		tokenOf: (id) => engine.id_to_token(id) ?? null,
	};
}

function startEngine(files: TokenizerFiles, file: string): Engine {
	const defaults = {
		normalizer: null,
		pre_tokenizer: null,
		post_processor: null,
		decoder: null,
		added_tokens: [],
	};
	try {
		const engine = new Engine(
			{ ...defaults, ...repairTokenizer(files.tokenizer) },
			{ ...files.config, ...specialTokensOf(files.config) },
		);
		useSplitters(engine);
		keepSections(engine);
		engine.encode("a");
		return engine;
	} catch (error) {
		throw new TemperError("weights", {
			where: file,
			expected: "a tokenizer in the Hugging Face format",
			found: `one that does not load: ${(error as Error).message}`,
			cause: error,
		});
	}
}

function encodeWith(
	engine: Engine,
	text: string,
	addSpecial: boolean,
	where: string,
): Int32Array {
	refuseHalfCharacters(text, where);
	const { ids, tokens } = encodeOrRefuse(engine, text, addSpecial, where);
	// A vocabulary without an unknown token gives undefined for what it lacks.
	const unknown = (ids as (number | undefined)[]).indexOf(undefined);
	if (unknown < 0) return Int32Array.from(ids);
	throw new TemperError("data", {
		where,
		expected: "text that the vocabulary can spell",
		found: `${JSON.stringify(tokens[unknown])}, for which it has no token`,
	});
}

/** No encoding can write half of a surrogate pair: the tokenizer would put U+FFFD in its place. */
function refuseHalfCharacters(text: string, where: string): void {
	const at = text.search(/[\ud800-\udfff]/u);
	if (at < 0) return;
	const code = text.charCodeAt(at).toString(16);
	throw new TemperError("data", {
		where,
		expected: "whole Unicode characters",
		found: `\\u${code}, half of a surrogate pair, at character ${at}`,
	});
}

function encodeOrRefuse(
	engine: Engine,
	text: string,
	addSpecial: boolean,
	where: string,
) {
	try {
		return engine.encode(text, { add_special_tokens: addSpecial });
	} catch (error) {
		throw new TemperError("data", {
			where,
			expected: "text that the tokenizer can encode",
			found: `${text.length} characters on which it fails: ${(error as Error).message}`,
			cause: error,
		});
	}
}

function endOfTurnIds(
	eosId: number | null,
	generation: Record<string, unknown> | null,
	vocabSize: number,
	where: string,
): Set<number> {
	const ids = new Set<number>(eosId === null ? [] : [eosId]);
	const value = generation?.eos_token_id ?? [];
	for (const id of Array.isArray(value) ? value : [value]) {
		if (!Number.isInteger(id) || id < 0 || id >= vocabSize) {
			throw new TemperError("weights", {
				where: join(where, "generation_config.json"),
				expected: `eos_token_id to be ids of the vocabulary (below ${vocabSize})`,
				found: JSON.stringify(value),
			});
		}
		ids.add(id as number);
	}
	return ids;
}
