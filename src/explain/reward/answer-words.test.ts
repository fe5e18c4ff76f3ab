import { expect, it } from "vitest";
import { tinyTokenizer } from "../../../test/fixtures/tiny-model.ts";
import { exampleOf } from "../../data/example.ts";
import { answerWords, withoutTokens } from "./answer-words.ts";

it("groups the tokens of an answer by words, and removes them", async () => {
	const tokenizer = await tinyTokenizer();
	const encode = (text: string) =>
		tokenizer.encode(text, { addSpecial: false });
	const end = [...tokenizer.endOfTurn][0] as number;
	const answer = [...encode("The big harbour, 東京!"), end];
	const row = exampleOf("rows.jsonl:1", encode("Where?"), answer, true);
	const words = answerWords(row, tokenizer);
	expect(words.map(({ text }) => text)).toEqual([
		...["The", "big", "harbour", ",", "東京", "!"],
	]);
	const all = words.flatMap(({ tokens }) => tokens);
	expect(new Set(all).size).toBe(all.length);
	expect(all.every((place) => row.mask[place] === 1)).toBe(true);

	const harbour = words[2]?.tokens ?? [];
	expect(harbour.length).toBeGreaterThan(1);
	const rest = withoutTokens(row, harbour);
	expect(rest.ids.length).toBe(row.ids.length - harbour.length);
	expect(tokenizer.decode(rest.ids, { skipSpecial: true })).toBe(
		"Where?The big, 東京!",
	);
	expect([...rest.mask].filter((one) => one === 1)).toHaveLength(
		answer.length - harbour.length,
	);
});
