import { describe, expect, it } from "vitest";
import { judgeWords, substanceWords } from "./judge-style.ts";
import { judgeTokens } from "./judge-tokens.ts";
import { sharedEdges } from "./shared-edges.ts";

const substanceOf = (text: string) =>
	judgeWords(text)
		.filter(({ style }) => !style)
		.map((word) => word.text);

describe("style and substance of words", () => {
	it.each<[string, string[]]>([
		[
			"Sure! Here's what I know: **Paris** is the capital of France.",
			["know", "Paris", "capital", "France"],
		],
		["I hope this helps! Let me know if you have any questions.", []],
		["It is not 42, and never was.", ["not", "42", "never"]],
		[
			"1. Add 3 + 4 = 7\n2) It costs $5",
			["Add", "3", "+", "4", "=", "7", "costs", "$", "5"],
		],
		[
			"The US isn\u2019t in Europe, but it is with us.",
			["US", "isn\u2019t", "Europe"],
		],
		[
			"もちろんです。東京は日本の首都です。お役に立てれば幸いです。",
			["東京", "日本", "首都"],
		],
		["これは本ではない。", ["本", "ない"]],
		["THE ANSWER IS YES", ["YES"]],
		["- **Note:** `x`\n\n---", ["Note", "x"]],
	])("%s", (text, expected) => {
		expect(substanceOf(text)).toEqual(expected);
	});

	it("lists words of substance for comparison", () => {
		expect(substanceWords("Tuesday comes after Monday.")).toEqual([
			"tuesday",
			"comes",
			"after",
			"monday",
		]);
	});
});

describe("style of tokens", () => {
	const judge = (...texts: string[]) =>
		judgeTokens(
			texts.map((text) => ({ text })),
			[],
		);

	it("judges a piece by the word it belongs to", () => {
		expect(judge("Th", "e cat", " of", " Par", "is", ".", "")).toEqual([
			...[true, false, true, false, false, true, true],
		]);
	});

	it("judges the first bytes of a character by the character", () => {
		expect(judge("", "", "東", "", "は", "!\n")).toEqual([
			...[false, false, false, true, true, true],
		]);
	});
});

describe("openings and endings of many answers", () => {
	const answers = ["Kyoto", "Lima", "Oslo", "Rome", "Bern"].map((city, i) => ({
		prompt: `Which city ${i}?`,
		text: `Behold the city: ${city}. Farewell traveller.`,
	}));
	const spansIn = (texts: typeof answers) =>
		sharedEdges(texts).map((spans, i) =>
			spans.map(({ start, end }) => texts[i]?.text.slice(start, end)),
		);

	it("are those that a fifth of the answers share, without words of the question", () => {
		for (const words of spansIn(answers))
			expect(words).toEqual(["Behold", "the", "Farewell", "traveller"]);
		const [edges] = sharedEdges(answers);
		expect(
			judgeWords(answers[0]?.text ?? "", edges)
				.filter(({ style }) => !style)
				.map((word) => word.text),
		).toEqual(["city", "Kyoto"]);
	});

	it("are none if two answers alone share them, or if the answers are equal", () => {
		expect(spansIn(answers.slice(0, 2)).flat()).toEqual([]);
		const equal = answers.map(({ prompt }) => ({
			prompt,
			text: "Paris it was",
		}));
		expect(spansIn(equal).flat()).toEqual([]);
	});
});
