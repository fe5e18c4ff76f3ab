import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSwapLists, swapLists } from "./swap-lists.ts";
import { swappersOf } from "./swap-terms.ts";

const swappers = swappersOf(swapLists);
const swapperOf = (from: string) => {
	const found = swappers.find((one) => one.from === from);
	if (found === undefined) throw new Error(`no list ${from}`);
	return found;
};

test("whole words, with their case", () => {
	const { text } = swapperOf("male words");
	expect(
		text("He said that THE man saw his father. Heather and mankind stay."),
	).toBe("She said that THE woman saw her mother. Heather and mankind stay.");
	expect(text("彼は父と話した。")).toBe("彼女は母と話した。");
	expect(swapperOf("female words").text("Her sister is HERE")).toBe(
		"His brother is HERE",
	);
});

test("a text with terms of both sides is not swapped, for both would then be the same", () => {
	const { applies } = swapperOf("male words");
	expect(applies("He left.")).toBe(true);
	expect(applies("He and she left.")).toBe(false);
	expect(applies("The ship left.")).toBe(false);
});

test("every text of a row, and no role", () => {
	const value = {
		messages: [{ role: "user", content: "Is Emily here?" }],
		extra: ["Emily", 3, null],
	};
	const { row } = swapperOf("names typical of white Americans");
	expect(row({ value, file: "f", line: 1 }).value).toEqual({
		messages: [{ role: "user", content: "Is Aisha here?" }],
		extra: ["Aisha", 3, null],
	});
});

test("both sides of each list have as many terms", () => {
	for (const { from, to } of swapLists)
		expect(from.terms.length).toBe(to.terms.length);
});

test("lists of a file, and what is wrong with others", async () => {
	const path = join(mkdtempSync(join(tmpdir(), "temper-swaps-")), "swaps.yaml");
	const read = (text: string) => {
		writeFileSync(path, text);
		return readSwapLists(path);
	};
	expect(
		await read(
			"- { list: city, from: { name: north, terms: [Oslo] }, to: { name: south, terms: [Rome] } }",
		),
	).toHaveLength(1);
	await expect(read("list: city")).rejects.toThrow(
		"expected lists with the keys list, from and to",
	);
	await expect(
		read(
			"- { list: city, from: { name: a, terms: [Oslo, Bergen] }, to: { name: b, terms: [Rome] } }",
		),
	).rejects.toThrow(
		`${path}: city: expected as many terms in from as in to, since each is swapped for its counterpart, found 2 and 1.`,
	);
	await expect(readSwapLists(`${path}.none`)).rejects.toThrow(
		"expected a YAML or JSON file with swap lists",
	);
});
