import { expect, test } from "vitest";
import { questionsToTell } from "./questions-to-tell.ts";

const measured = { value: 0.1, low: -0.1, questions: 100, betweenRuns: 0 };

test("the half-width shrinks with the root of the number of questions", () => {
	expect(questionsToTell(measured, 0)).toEqual({
		...{ kind: "questions", count: 400 },
	});
	expect(questionsToTell(measured, 0.05)).toEqual({
		...{ kind: "questions", count: 1600 },
	});
});

test("what lies between seeds stays: fewer questions are not enough, or none are", () => {
	// Half-width 0.2: of its square 0.04 a part of 0.008 stays, so that 0.032 n / n' = 0.01 - 0.008.
	const some = questionsToTell({ ...measured, betweenRuns: 0.2 }, 0);
	expect(some?.kind === "questions" && some.count).toBeCloseTo(1600, -1);
	expect(questionsToTell({ ...measured, betweenRuns: 0.26 }, 0)).toEqual({
		kind: "seeds",
	});
});

test("nothing would tell of a value that is not above, and nothing need of a bound that is", () => {
	expect(questionsToTell(measured, 0.1)).toBeNull();
	expect(questionsToTell(measured, 0.3)).toBeNull();
	expect(questionsToTell(measured, -0.2)).toBeNull();
	const none = { ...measured, low: Number.NEGATIVE_INFINITY };
	expect(questionsToTell(none, 0)).toBeNull();
});
