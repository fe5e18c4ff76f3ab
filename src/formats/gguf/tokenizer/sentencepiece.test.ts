import { Tokenizer } from "@huggingface/tokenizers";
import { describe, expect, it } from "vitest";
import { GgufMetadata } from "../gguf-metadata.ts";
import type { MetadataValue } from "../metadata-value.ts";
import { impliedMerges } from "./sentencepiece.ts";
import { tokenizerFiles } from "./tokenizer-files.ts";
import { readVocabulary } from "./vocabulary.ts";

it("merges the pair of the best token first, each token cut in every way it can be", () => {
	const scores = { a: 0, b: 0, c: 0, ab: -2, bc: -1, abc: -3 };
	const ids = new Map(Object.keys(scores).map((token, id) => [token, id]));
	const list = Object.values(scores);
	expect(impliedMerges(ids, (id) => list[id] ?? 0)).toEqual([
		["b", "c"],
		["a", "b"],
		["ab", "c"],
		["a", "bc"],
	]);
});

function build(architecture: string, more: Record<string, MetadataValue> = {}) {
	const bytes = Array.from(
		{ length: 256 },
		(_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
	);
	const words = ["▁", "h", "i", "hi", "▁hi", "  ", "▁▁"];
	if (architecture === "llama") words.splice(5, 1);
	const tokens = ["<unk>", "<s>", "</s>", ...bytes, ...words];
	const types = tokens.map((_, id) =>
		id === 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1,
	);
	const metadata = new GgufMetadata(
		"x.gguf",
		new Map<string, MetadataValue>(
			Object.entries({
				"tokenizer.ggml.model": "llama",
				"tokenizer.ggml.tokens": tokens,
				"tokenizer.ggml.token_type": Int32Array.from(types),
				"tokenizer.ggml.scores": Float32Array.from(tokens, (_, id) => -id),
				"tokenizer.ggml.bos_token_id": 1,
				"tokenizer.ggml.eos_token_id": 2,
				"tokenizer.ggml.unknown_token_id": 0,
				...more,
			}),
		),
	);
	const vocabulary = readVocabulary(metadata, tokens.length);
	const files = tokenizerFiles(metadata, vocabulary, architecture, 64);
	const tokenizer = new Tokenizer(files.tokenizer, files.tokenizerConfig);
	const encode = (text: string) =>
		tokenizer.encode(text).ids.map((id: number) => tokens[id]);
	return { encode, tokenizer, files };
}

describe("a Llama 2 vocabulary", () => {
	it("puts a space before the text and after special tokens, spells unknown letters in bytes", () => {
		const { encode, tokenizer } = build("llama");
		expect(encode("hi")).toEqual(["<s>", "▁hi"]);
		expect(encode(" hi")).toEqual(["<s>", "▁", "▁hi"]);
		expect(encode("hi</s>hi")).toEqual(["<s>", "▁hi", "</s>", "▁hi"]);
		expect(encode("é")).toEqual(["<s>", "▁", "<0xC3>", "<0xA9>"]);
		const ids = tokenizer.encode("hi é").ids;
		expect(tokenizer.decode(ids, { skip_special_tokens: true })).toBe("hi é");
	});

	it("does as the file says about spaces and about bos", () => {
		const { encode, files } = build("llama", {
			"tokenizer.ggml.add_space_prefix": false,
			"tokenizer.ggml.add_bos_token": false,
			"tokenizer.ggml.add_eos_token": true,
		});
		expect(encode("hi hi")).toEqual(["hi", "▁hi", "</s>"]);
		expect(files.tokenizerConfig).toMatchObject({
			add_bos_token: false,
			add_eos_token: true,
		});
	});
});

it("a Gemma vocabulary has no space before the text and looks spaces up in metaspace", () => {
	const { files } = build("gemma3");
	const { vocab } = files.tokenizer.model as { vocab: Record<string, number> };
	expect(vocab["▁▁"]).toBeDefined();
	expect(vocab["  "]).toBeUndefined();
	const { encode } = build("gemma3");
	expect(encode("hi hi")).toEqual(["<s>", "hi", "▁hi"]);
});
