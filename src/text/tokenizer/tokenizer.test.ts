import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
	tinyTokenizer,
	tinyTokenizerFolder,
} from "../../../test/fixtures/tiny-model.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import { openTokenizer } from "./open-tokenizer.ts";

const plain = { addSpecial: false };

describe("the tiny tokenizer", () => {
	test("knows its special tokens from the config and the generation config", async () => {
		const tokenizer = await openTokenizer(tinyTokenizerFolder);
		expect(tokenizer.vocabSize).toBe(420);
		expect(tokenizer.bosId).toBeNull();
		expect(tokenizer.eosId).toBe(2);
		expect(tokenizer.padId).toBe(0);
		expect([...tokenizer.endOfTurn]).toEqual([2, 0]);
		expect(tokenizer.special.get("<|im_start|>")).toBe(1);
		expect(tokenizer.tokenOf(2)).toBe("<|im_end|>");
		expect(tokenizer.tokenOf(420)).toBeNull();
		expect(tokenizer.addsBos).toBe(false);
	});

	test("decodes what it encodes", () => {
		const tokenizer = tinyTokenizer();
		for (const text of [
			"Two plus two is four.",
			" \n\t x\r\n",
			"naïve 中文 😀👩‍👩‍👧",
			"<|im_start|>user\nhi<|im_end|>",
			"",
		]) {
			const ids = tokenizer.encode(text, plain);
			expect(tokenizer.decode(ids, { skipSpecial: false })).toBe(text);
		}
		const ids = tokenizer.encode("<|im_start|>hi<|im_end|>", plain);
		expect(ids[0]).toBe(1);
		expect(tokenizer.decode(ids, { skipSpecial: true })).toBe("hi");
	});

	test("refuses half of a surrogate pair, which would become U+FFFD", () => {
		const tokenizer = tinyTokenizer();
		const where = "--prompt 1";
		for (const text of ["so \ud83d", "\ude00", "\ud83d\ud83d\ude00"])
			expect(() => tokenizer.encode(text, { ...plain, where })).toThrow(
				/^--prompt 1: expected whole Unicode characters, found \\u[a-f0-9]{4}, half of a surrogate pair/,
			);
	});

	test("takes a single eos_token_id, and those of a list", () => {
		const ends = (value: unknown) => [
			...tinyTokenizer({ generation: { eos_token_id: value } }).endOfTurn,
		];
		expect(ends(0)).toEqual([2, 0]);
		expect(ends([2, 1])).toEqual([2, 1]);
		expect(ends(null)).toEqual([2]);
		expect(() => ends([99999])).toThrow(/below 420.*99999/);
	});
});

describe("where the library reads a tokenizer otherwise than the reference", () => {
	const letters = (preTokenizer: unknown, vocab: Record<string, number>) =>
		createTokenizer(
			{
				tokenizer: {
					model: { type: "BPE", vocab, merges: ["1 2", "Ġ a", "Ċ Ċ"] },
					pre_tokenizer: preTokenizer,
					decoder: { type: "ByteLevel" },
				},
				config: {},
				generation: null,
			},
			"tiny",
		);
	const byteLevel = { type: "ByteLevel", add_prefix_space: false };
	const ids = (tokenizer: ReturnType<typeof letters>, text: string) => [
		...tokenizer.encode(text, plain),
	];

	test("digits of every script stand alone", () => {
		const vocab = { "1": 0, "2": 1, "12": 2, Ġ: 3, Ù: 4, "¡": 5, ĠÙ: 6, a: 7 };
		const digits = { type: "Digits", individual_digits: true };
		const tokenizer = createTokenizer(
			{
				tokenizer: {
					model: { type: "BPE", vocab, merges: ["1 2", "Ġ Ù"] },
					pre_tokenizer: {
						type: "Sequence",
						pretokenizers: [digits, byteLevel],
					},
				},
				config: {},
				generation: null,
			},
			"tiny",
		);
		expect(ids(tokenizer, "12")).toEqual([0, 1]);
		// U+0661 is a digit, so the space before it is a piece of its own.
		expect(ids(tokenizer, " \u0661")).toEqual([3, 4, 5]);
	});

	test("a text is known again only where it has the same tokens", () => {
		const vocab = {
			"▁": 0,
			a: 1,
			"▁a": 2,
			"1": 3,
			"2": 4,
			"12": 5,
			Ġ: 6,
			Ġa: 7,
		};
		const tokenizer = createTokenizer(
			{
				tokenizer: {
					model: { type: "BPE", vocab, merges: ["▁ a"] },
					pre_tokenizer: {
						...{ type: "Metaspace", replacement: "▁" },
						prepend_scheme: "first",
					},
					added_tokens: [{ id: 3, content: "1", special: true }],
				},
				config: {},
				generation: null,
			},
			"tiny",
		);
		for (let turn = 0; turn < 2; turn++) {
			expect(ids(tokenizer, "a1a")).toEqual([2, 3, 1]);
			expect(ids(tokenizer, "1a")).toEqual([3, 1]);
			expect(ids(tokenizer, "a")).toEqual([2]);
		}
	});

	test("U+0085 is white space", () => {
		const vocab = { Ċ: 0, ĊĊ: 1, Â: 2, "\u0127": 3, a: 4, Ġ: 5, Ġa: 6 };
		const tokenizer = letters(byteLevel, { ...vocab, "1": 7, "2": 8, "12": 9 });
		expect(ids(tokenizer, "\n\n\u0085a")).toEqual([1, 2, 3, 4]);
	});

	test("a byte without a token vanishes before its neighbours merge", () => {
		const vocab = { Ġ: 0, a: 1, Ġa: 2, "1": 3, "2": 4, "12": 5, Ċ: 6, ĊĊ: 7 };
		const tokenizer = letters({ ...byteLevel, use_regex: false }, vocab);
		expect(ids(tokenizer, " \u0004a")).toEqual([2]);
	});
});

describe("bad files", () => {
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "temper-tokenizer-"));
		await cp(tinyTokenizerFolder, folder, { recursive: true });
	});
	afterEach(() => rm(folder, { recursive: true }));

	const put = (name: string, text: string | Uint8Array) =>
		writeFile(join(folder, name), text);
	const failure = () => openTokenizer(folder).then(String, String);

	test("missing ones are named", async () => {
		await rm(join(folder, "tokenizer.json"));
		expect(await failure()).toMatch(/expected a file tokenizer.json/);
		expect(await openTokenizer("/nowhere").then(String, String)).toMatch(
			/^TemperError: \/nowhere: expected a file tokenizer.json, found none/,
		);
	});

	test.each([
		["", /tokenizer.json.*expected/],
		["{", /tokenizer.json line 1/],
		["[]", /a JSON object, found/],
		["{}", /an object "model", found nothing/],
		['{"model":{"vocab":null}}', /"model.vocab", found none/],
		['{"model":{"vocab":{}}}', /vocabulary with tokens, found an empty one/],
		['{"model":{"vocab":{"a":1e12}}}', /below 16777216, found 1000000000000/],
		['{"model":{"vocab":{"a":-1}}}', /found -1 for "a"/],
		['{"model":{"vocab":{"a":0}},"added_tokens":{}}', /a list "added_tokens"/],
		[
			'{"model":{"vocab":{"a":0}},"added_tokens":[{"id":1}]}',
			/added tokens with a text/,
		],
		['{"model":{"type":"Magic","vocab":{"a":0}}}', /one of BPE, .*found Magic/],
		[
			'{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"decoder":null,"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("}}}',
			/does not load/,
		],
	])("tokenizer.json %s", async (text, sentence) => {
		await put("tokenizer.json", text);
		expect(await failure()).toMatch(/^TemperError/);
		expect(await failure()).toMatch(sentence);
	});

	test("other files", async () => {
		await put("generation_config.json", '{"eos_token_id": "x"}');
		expect(await failure()).toMatch(/eos_token_id to be ids/);
		await put("tokenizer_config.json", '{"eos_token": {"content": "<gone>"}}');
		expect(await failure()).toMatch(/in the vocabulary, found "<gone>"/);
		await put("tokenizer_config.json", Uint8Array.of(0x7b, 0xff));
		expect(await failure()).toMatch(/UTF-8/);
	});
});
