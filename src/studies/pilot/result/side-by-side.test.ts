import { expect, test } from "vitest";
import type { ItemResult, TaskResult } from "../../../eval/eval-result.ts";
import { sideBySide } from "./side-by-side.ts";

function task(scores: readonly (number | null)[], who: string): TaskResult {
	const items = scores.map(
		(score, i): ItemResult => ({
			...{ id: `q${i}`, wording: `q${i}`, seed: null, question: `q${i}` },
			...{ prompt: `ask ${i}`, expected: null, answer: `${who} ${i}` },
			...{ tokens: 1, score, reason: null, chance: null, weight: 1 },
			details: {},
		}),
	);
	return { name: "t", better: "higher", items } as unknown as TaskResult;
}

test("four of each outcome, spread over the task, with what everybody answered", () => {
	const base = task([...Array(20).fill(0), ...Array(10).fill(1), null], "base");
	const arm = task([...Array(10).fill(1), ...Array(20).fill(0), 1], "arm");
	const shown = sideBySide(
		{ by: "base", task: base },
		[{ by: "arm", task: arm }],
		"arm",
	);
	expect(shown.map(({ prompt }) => prompt)).toEqual([
		...["ask 0", "ask 2", "ask 5", "ask 7"],
		...["ask 20", "ask 22", "ask 25", "ask 27"],
		...["ask 10", "ask 12", "ask 15", "ask 17"],
	]);
	expect(shown[0]?.answers).toEqual([
		{ by: "base", text: "base 0", score: 0 },
		{ by: "arm", text: "arm 0", score: 1 },
	]);
});

test("nothing of a task without answers, nor of an arm that is not there", () => {
	const base = task([0, 1], "base");
	const silent = {
		...base,
		items: base.items.map((item) => ({ ...item, answer: null })),
	};
	const shown = (task: TaskResult, leading: string) =>
		sideBySide({ by: "base", task: base }, [{ by: "arm", task }], leading);
	expect(shown(silent, "arm")).toEqual([]);
	expect(shown(base, "nobody")).toEqual([]);
});
