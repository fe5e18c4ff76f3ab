import { expect, test } from "vitest";
import { tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { createTokenizer } from "./create-tokenizer.ts";
import { StreamDecoder } from "./stream-decoder.ts";
import type { Tokenizer } from "./tokenizer.ts";

function stream(tokenizer: Tokenizer, ids: Iterable<number>): string[] {
	const decoder = new StreamDecoder(tokenizer, { skipSpecial: false });
	return [...Array.from(ids, (id) => decoder.push(id)), decoder.end()];
}

test("a character appears whole, with its last byte", () => {
	const tokenizer = tinyTokenizer();
	const ids = tokenizer.encode("a😀é", { addSpecial: false });
	expect(stream(tokenizer, ids)).toEqual(
		["a", "", "", "", "😀", "", "é", ""].slice(-ids.length - 1),
	);
});

test("joined pieces equal the whole, whatever the ids", () => {
	const tokenizer = tinyTokenizer();
	const ids = Array.from({ length: 2000 }, (_, i) => (i * 7919) % 420);
	const whole = tokenizer.decode(ids, { skipSpecial: false });
	expect(stream(tokenizer, ids).join("")).toBe(whole);
	expect(whole).toContain("\uFFFD");
});

test("bytes that never become a character come at the end", () => {
	const tokenizer = tinyTokenizer();
	const [first] = tokenizer.encode("😀", { addSpecial: false });
	expect(stream(tokenizer, [first ?? 0])).toEqual(["", "\uFFFD"]);
});

test("a decoder that drops the first space of a text drops no other", () => {
	const vocab = { "<unk>": 0, "▁": 1, a: 2, b: 3, "▁a": 4, "▁b": 5 };
	const tokenizer = createTokenizer(
		{
			tokenizer: {
				model: {
					type: "BPE",
					vocab,
					merges: ["▁ a", "▁ b"],
					unk_token: "<unk>",
				},
				pre_tokenizer: { type: "Metaspace", replacement: "▁" },
				decoder: { type: "Metaspace", replacement: "▁" },
			},
			config: {},
			generation: null,
		},
		"tiny",
	);
	expect(stream(tokenizer, [4, 5, 3, 4])).toEqual(["a", " b", "b", " a", ""]);
});
