import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	tinyTokenizer,
	tinyTokenizerFolder,
} from "../../../test/fixtures/tiny-model.ts";
import { createTokenizer } from "../tokenizer/create-tokenizer.ts";

interface Recorded {
	readonly sets: readonly {
		readonly name: string;
		readonly added: readonly object[];
		readonly lowercase: boolean;
		readonly cases: readonly (readonly [text: string, ids: number[]])[];
	}[];
}

const fixtures = join(import.meta.dirname, "../../../test/fixtures");
const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const recorded = read(join(fixtures, "added-tokens.json")) as Recorded;
const file = (name: string) => read(join(tinyTokenizerFolder, name));
const plain = { addSpecial: false };

describe("ids with added tokens as tokenizers 0.23.3 gives them", () => {
	for (const { name, added, lowercase, cases } of recorded.sets) {
		const contents = file("tokenizer.json");
		const tokenizer = createTokenizer(
			{
				tokenizer: {
					...contents,
					added_tokens: [...contents.added_tokens, ...added],
					...(lowercase && { normalizer: { type: "Lowercase" } }),
				},
				config: file("tokenizer_config.json"),
				generation: null,
			},
			"tiny",
		);
		it.each(cases)(`${name}: %j`, (text, ids) => {
			expect([...tokenizer.encode(text, plain)]).toEqual(ids);
		});
	}
});

/** The tiny tokenizer with other flags of its turn's end, or without it among the added tokens. */
function tokenizerWith(
	flags: Record<string, unknown> | null,
	config: Record<string, unknown> = {},
	generation: Record<string, unknown> | null = null,
) {
	const contents = file("tokenizer.json");
	const added_tokens = contents.added_tokens.flatMap(
		(token: { content: string }) => {
			if (token.content !== "<|im_end|>") return [token];
			return flags === null ? [] : [{ ...token, ...flags }];
		},
	);
	return createTokenizer(
		{
			tokenizer: { ...contents, added_tokens },
			config: { ...file("tokenizer_config.json"), ...config },
			generation,
		},
		"tiny",
	);
}

/** Recorded from transformers 5.23.0: AutoTokenizer on the same files. */
describe("tokens that tokenizer_config.json names are special", () => {
	const text = "hi<|im_end|>x <|im_end|> y";
	const decoder = (flags: object) => ({
		added_tokens_decoder: {
			"2": {
				content: "<|im_end|>",
				special: true,
				normalized: false,
				...flags,
			},
		},
	});
	it.each([
		["marked so", {}, {}, [74, 75, 2, 90, 223, 2, 223, 91], "hix  y"],
		[
			"not marked",
			{ special: false, normalized: true },
			{},
			[74, 75, 2, 90, 223, 2, 223, 91],
			"hix  y",
		],
		[
			"not marked, with their own flags",
			{ special: false, normalized: true, lstrip: true, rstrip: true },
			{},
			[74, 75, 2, 90, 2, 91],
			"hixy",
		],
		[
			"in the vocabulary alone",
			null,
			{},
			[74, 75, 2, 90, 223, 2, 223, 91],
			"hix  y",
		],
		[
			"with the flags of added_tokens_decoder",
			{ special: false },
			decoder({ rstrip: true }),
			[74, 75, 2, 90, 223, 2, 91],
			"hix y",
		],
	])("%s", (_, flags, config, ids, spoken) => {
		const tokenizer = tokenizerWith(flags, config);
		expect([...tokenizer.encode(text, plain)]).toEqual(ids);
		expect(tokenizer.decode(ids, { skipSpecial: true })).toBe(spoken);
		expect(tokenizer.special.get("<|im_end|>")).toBe(2);
		expect(tokenizer.eosId).toBe(2);
	});

	it("such as additional_special_tokens and those of added_tokens_decoder", () => {
		const more = tokenizerWith({}, { additional_special_tokens: ["Ġthe"] });
		expect([...more.encode("a Ġthe b", plain)]).toEqual([
			67, 223, 263, 223, 68,
		]);
		const listed = tokenizerWith(
			{},
			{
				added_tokens_decoder: { "3": { content: "q", special: true } },
			},
		);
		expect([...listed.encode("aqb", plain)]).toEqual([67, 83, 68]);
		expect(listed.decode([67, 83, 68], { skipSpecial: true })).toBe("ab");
	});

	it("or that generation_config.json names, where they end a turn", () => {
		const contents = { special: false };
		const config = { eos_token: "<|endoftext|>" };
		const tokenizer = tokenizerWith(contents, config, { eos_token_id: [0, 2] });
		expect(tokenizer.special.get("<|im_end|>")).toBe(2);
	});
});

it("leaves the tiny tokenizer as it is", () => {
	const ids = tinyTokenizer().encode("<|im_start|>user\nhi<|im_end|>", plain);
	expect(ids[0]).toBe(1);
	expect(ids.at(-1)).toBe(2);
});
