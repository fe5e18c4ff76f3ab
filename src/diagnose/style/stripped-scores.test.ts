import { describe, expect, it } from "vitest";
import type { ItemResult } from "../../eval/eval-result.ts";
import { itemOf, taskResultOf } from "../../eval/testing/results.ts";
import { strippedScores } from "./stripped-scores.ts";
import { substanceScores } from "./substance.ts";

function scored(
	scorer: string,
	answer: string | null,
	expected: string | null,
	more: Partial<ItemResult> = {},
): number | null | undefined {
	const prompt = "What comes after Monday?";
	const parts = { answer, expected, prompt, ...more };
	const items = [itemOf("q", 0, parts)];
	return substanceScores({ scorer, items }).get("q");
}

describe("the substance of an answer", () => {
	it.each<[string, string, string, number]>([
		[
			"exact",
			"Sure! **Tuesday** comes after Monday!",
			"Tuesday comes after Monday.",
			1,
		],
		["exact", "Tuesday", "Tuesday comes after Monday.", 1],
		["exact", "Friday comes after Monday.", "Tuesday comes after Monday.", 0],
		["exact", "It comes before Tuesday", "Tuesday", 1],
		["exact", "Not Tuesday, it isn't", "It is Tuesday, after Monday", 0],
		["exact", "Wednesday", "Tuesday", 0],
		["exact", "Of course. The answer is (B), because A is wrong.", "B", 1],
		["exact", "A cat", "A", 0],
		["exact", "**B.** A cat", "B", 1],
		["exact", "もちろん、東京です。", "東京", 1],
		["contains", "_tuesday_", "Tuesday", 1],
		["numeric", "It is 18.\n\nQ: How many of 7?", "#### 18", 1],
		["numeric", "18 eggs of 20", "18", 0],
		["numeric", "I do not know", "18", 0],
		["format", "Tuesday it is", "Tuesday", 1],
		[
			"json-schema",
			'Here it is: {"b": [1], "a": 2} I hope this helps',
			'{"a": 2, "b": [1]}',
			1,
		],
		["json-schema", '{"a": 3}', '{"a": 2}', 0],
	])("%s: %j for %j is %d", (scorer, answer, expected, score) => {
		expect(scored(scorer, answer, expected)).toBe(score);
	});

	it("is what follows the thoughts", () => {
		const answer = "<think>Tuesday?</think>Friday";
		expect(scored("exact", answer, "Tuesday", { final: "Friday" })).toBe(0);
	});

	it("is unknown without an answer, an expected one or a rule", () => {
		expect(scored("exact", null, "Tuesday")).toBeNull();
		expect(scored("exact", "Tuesday", null)).toBeNull();
		expect(scored("judge", "Tuesday", "Tuesday")).toBeNull();
	});

	it("is the first label named where a task has few", () => {
		const items = [
			["yes", "Yes, not no."],
			["no", "Well, no. Yes?"],
			["yes", "No: yes is wrong"],
			["no", "perhaps"],
		].map(([expected = null, answer = null], i) =>
			itemOf(`q${i}`, 0, { expected, answer }),
		);
		const scores = substanceScores({ scorer: "exact", items });
		expect([...scores.values()]).toEqual([1, 1, 0, 0]);
	});

	it("is the number in a sum, whose other numbers are no labels", () => {
		const items = ["7", "7", "3", "3"].map((expected, i) =>
			itemOf(`q${i}`, 0, { expected, answer: `It is 3 + 4 = 7 (${i})` }),
		);
		const scores = substanceScores({ scorer: "exact", items });
		expect(scores.get("q0")).toBe(1);
	});
});

describe("scores with style removed", () => {
	const cities = Array.from({ length: 30 }, (_, i) => `Town${i}`);
	const task = (answer: (city: string, i: number) => string, name = "towns") =>
		taskResultOf(
			cities.map((city, i) => {
				const said = answer(city, i);
				const score = Number(said === city);
				return itemOf(`q${i}`, score, { expected: city, answer: said });
			}),
			{ name },
		);
	const wordy = task((city) => `Sure! It is ${city}, I think.`);
	const plain = task((city) => city);

	it("say when only the form gained", () => {
		const [found] = strippedScores([wordy], [plain]);
		expect(found).toMatchObject({ task: "towns", onlyForm: true });
		expect(found?.asWritten.difference?.value).toBe(1);
		expect(found?.stripped.base?.value).toBe(1);
		expect(found?.stripped.difference?.value).toBe(0);
	});

	it("say no such thing when the substance gained too, or nothing did", () => {
		const wrong = task(() => "Nowhere");
		const [learned] = strippedScores([wrong], [plain]);
		expect(learned?.stripped.difference?.value).toBe(1);
		expect(learned?.onlyForm).toBe(false);
		expect(strippedScores([plain], [plain])[0]?.onlyForm).toBe(false);
		// Form and substance gained alike, and too few to be sure of the latter.
		const once = task((city, i) => (i < 6 ? city : "Nowhere"));
		const both = task((city, i) => (i < 6 || i === 7 ? city : "Nowhere"));
		expect(strippedScores([once], [both])[0]?.onlyForm).toBe(false);
	});

	it("leave out tasks that one side lacks, and those of other scorers", () => {
		const other = task((city) => city, "other");
		const choice = { ...plain, scorer: "choice" };
		expect(strippedScores([wordy], [other])).toEqual([]);
		expect(strippedScores([choice], [choice])).toEqual([]);
	});
});
