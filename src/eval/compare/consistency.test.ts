import { describe, expect, it } from "vitest";
import type { ItemResult } from "../eval-result.ts";
import { itemOf } from "../testing/results.ts";
import { consistencyOf } from "./consistency.ts";

const exact = (some: readonly ItemResult[]) =>
	consistencyOf({ items: some, scorer: "exact" });

/** Answers to questions, a list for each. */
function items(answers: readonly (readonly string[])[]) {
	return answers.flatMap((some, q) =>
		some.map((answer, i) =>
			itemOf(`q${q}`, Number(answer === "yes"), { answer, seed: i }),
		),
	);
}

describe("consistency", () => {
	it("counts pairs of answers to a question that agree", () => {
		const found = exact(
			items([
				["yes", "yes", "yes"],
				["no", "no", "yes"],
				["a", "b", "c"],
				["no", "No ", "no"],
			]),
		);
		expect(found?.questions).toBe(4);
		expect(found?.agreement.value).toBeCloseTo((1 + 1 / 3 + 0 + 1) / 4, 12);
		expect(found?.allRight.value).toBe(1 / 4);
		expect(found?.mixed.value).toBe(1 / 4);
		expect(found?.allWrong.value).toBe(2 / 4);
	});

	it("compares numbers as numbers", () => {
		const found = consistencyOf({
			items: items([["It is 7.", "7"]]),
			scorer: "numeric",
		});
		expect(found?.agreement.value).toBe(1);
	});

	it("is null where every question was asked once, and of likelihoods", () => {
		expect(exact(items([["yes"], ["no"]]))).toBeNull();
		const twice = items([["yes", "yes"]]);
		expect(consistencyOf({ items: twice, scorer: "nll" })).toBeNull();
	});
});
