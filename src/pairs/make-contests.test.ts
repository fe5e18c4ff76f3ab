import { describe, expect, test } from "vitest";
import { templates } from "../../test/fixtures/templates.ts";
import { template, tinyTokenizer } from "../../test/fixtures/tiny-model.ts";
import type { Generation } from "../generate/collect.ts";
import { type ContestRule, contestOf } from "./make-contests.ts";
import { pairPrompt } from "./pair-prompt.ts";

const tokenizer = tinyTokenizer();
const text = { tokenizer, template: template(templates.chatml) };
const value = { question: "What is 1 plus 1?", answer: "It is 2." };
const prompt = pairPrompt({ value, file: "a/rows.jsonl", line: 3 }, text);

const said = (
	answer: string,
	reason: Generation["reason"] = "stop",
): Generation => ({
	...{ text: answer, reason },
	ids: [...tokenizer.encode(answer, { addSpecial: false })],
});
const rule: ContestRule = { seed: 0, nearIdentical: 0.9, comparisons: null };
const samples = { compares: "samples" } as const;
const demonstration = { compares: "demonstration" } as const;
const contest = (
	answers: readonly Generation[],
	judge: typeof samples | typeof demonstration = samples,
	more: Partial<ContestRule> = {},
) =>
	contestOf({ prompt, samples: answers }, judge, tokenizer, {
		...rule,
		...more,
	});

describe("a contest of samples", () => {
	test("has every two answers that differ, once", () => {
		const answers = ["Two.", "Three.", "Ten or so."].map((one) => said(one));
		const { pairs, possible } = contest(answers);
		expect(possible).toBe(3);
		const sorted = pairs.map((pair) => [...pair].sort().join()).sort();
		expect(sorted).toEqual(["0,1", "0,2", "1,2"]);
	});

	test("leaves out what is cut, empty or said before", () => {
		const { answers, ...counts } = contest([
			...[said("Two."), said("two"), said(" "), said("Three", "length")],
			said("Four."),
		]);
		expect(answers.map(({ sample }) => sample)).toEqual([0, 4]);
		expect(counts).toMatchObject({ drawn: 5, cut: 1, empty: 1, repeated: 1 });
	});

	test("does not compare answers that are nearly the same", () => {
		const long =
			"The sum of the two numbers that you have named is 2, my dear friend";
		const almost = long.replace("have named", "has named");
		const two = [said(long), said(almost)];
		expect(contest(two)).toMatchObject({
			possible: 1,
			nearIdentical: 1,
			pairs: [],
		});
		const kept = contest(two, samples, { nearIdentical: null });
		expect(kept).toMatchObject({ nearIdentical: 0, pairs: [[0, 1]] });
		const other = contest([said(long), said(long.replace("2", "3"))]);
		expect(other.nearIdentical).toBe(0);
	});

	test("takes part of the comparisons, the same for a seed", () => {
		const answers = ["One.", "Two.", "Three.", "Four."].map((one) => said(one));
		const all = contest(answers).pairs;
		const some = contest(answers, samples, { comparisons: 2 });
		expect(some.pairs).toEqual(all.slice(0, 2));
		expect(some.unasked).toBe(4);
		// The first two have every answer.
		expect(some.pairs.flat().sort()).toEqual([0, 1, 2, 3]);
		const seeds = [0, 1, 2, 3].map((seed) =>
			contest(answers, samples, { seed }).pairs.join(";"),
		);
		expect(new Set(seeds).size).toBeGreaterThan(1);
	});
});

describe("a contest with the demonstration", () => {
	test("compares it with every sample that says something else", () => {
		const { answers, pairs, repeated } = contest(
			[said("It is 2"), said("It is 3."), said("It is 4.")],
			demonstration,
		);
		expect(repeated).toBe(1);
		expect(answers.map(({ text: one }) => one)).toEqual([
			...["It is 3.", "It is 4.", "It is 2."],
		]);
		expect(pairs).toEqual([
			[2, 0],
			[2, 1],
		]);
	});

	test("has none of a row without an answer", () => {
		const row = { value: { question: "Who?" }, file: "rows.jsonl", line: 1 };
		const alone = pairPrompt(row, text);
		const made = contestOf(
			{ prompt: alone, samples: [said("Me.")] },
			demonstration,
			tokenizer,
			rule,
		);
		expect(made).toMatchObject({ pairs: [], withoutDemonstration: 1 });
	});
});

test("a prompt is named without its folder", () => {
	expect(prompt.place).toBe("rows.jsonl:3");
});
