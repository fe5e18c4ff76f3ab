import { describe, expect, it } from "vitest";
import type { AnswerReading } from "./answer-reading.ts";
import { diagnoseStyle } from "./diagnose-style.ts";

/** Tokens as text and rank; the base would have said `x`. */
function reading(
	id: string,
	tokens: readonly (readonly [text: string, rank: number])[],
): AnswerReading {
	return {
		...{ id, question: id, prompt: "Where?", base: "x" },
		tuned: tokens.map(([text]) => text).join(""),
		tokens: tokens.map(([text, rank]) => ({
			...{ text, shown: text, rank },
			first: rank === 0 ? text : "x",
		})),
	};
}

describe("style of answers", () => {
	const readings = [
		reading("rows.jsonl:1", [
			["Sure", 40],
			["!", 3],
			[" In", 0],
			[" Rome", 0],
			[".", 1],
		]),
		reading("rows.jsonl:2", [
			["Sure", 20],
			["!", 0],
			[" In", 0],
			[" Os", 2],
			["lo", 0],
		]),
	];
	const found = diagnoseStyle(readings, []);

	it("divides tokens by rank, and moved ones by style", () => {
		expect(found).toMatchObject({ answers: 2, tokens: 10, scores: [] });
		expect(found?.unshifted.value).toBeCloseTo(0.5, 12);
		expect(found?.marginal.value).toBeCloseTo(0.2, 12);
		expect(found?.shifted.value).toBeCloseTo(0.3, 12);
		expect(found?.styleShare?.value).toBeCloseTo(4 / 5, 12);
	});

	it("lists the tokens, the commonest first, and the places", () => {
		expect(found?.moved[0]).toEqual({
			...{ text: "Sure", times: 2, rank: 31, style: true },
		});
		expect(found?.places).toHaveLength(5);
		expect(found?.places.at(-1)).toEqual({
			...{ id: "rows.jsonl:2", position: 3, text: " Os", base: "x" },
			...{ rank: 3, style: false },
		});
	});

	it("tells where in the answer tokens moved", () => {
		expect(found?.alongAnswer.map((one) => one?.value)).toEqual([
			1, 0.5, 0, 0.5, 0.5,
		]);
		const short = diagnoseStyle([reading("a", [["Yes", 1]])], []);
		expect(short?.alongAnswer.map((one) => one?.value ?? null)).toEqual([
			...[null, null, 1, null, null],
		]);
	});

	it("has no share of style if nothing moved, and nothing without answers", () => {
		const still = diagnoseStyle([reading("a", [["Yes", 0]])], []);
		expect(still?.styleShare).toBeNull();
		expect(still?.unshifted.value).toBe(1);
		expect(diagnoseStyle([], [])).toBeNull();
	});
});
