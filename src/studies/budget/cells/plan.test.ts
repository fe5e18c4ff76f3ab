import { expect, test } from "vitest";
import type { Row } from "../../../formats/rows/row.ts";
import { parseBudget } from "../../../recipes/parse/parse-budget.ts";
import { PromptPool } from "../rows/prompt-pool.ts";
import { planOf, questionOf } from "./plan.ts";

const prompts = Array.from({ length: 400 }, (_, i) => ({
	key: String(i).padStart(4, "0"),
	rows: [{ file: "rows", line: i, value: {} } as Row],
}));
const pool = new PromptPool(prompts, prompts, "never");
const written = {
	model: "models/toy",
	tasks: ["a.yaml"],
	demonstrations: { rows: "a.jsonl" },
	pairs: { rows: "b.jsonl" },
	budgets: [50, 100, 200],
};

test("a third of the grid is trained if no limit is given, and no fewer than the first design needs", () => {
	const stop = (design: object, budgets = written.budgets) =>
		questionOf(parseBudget({ ...written, budgets, design }), pool).stop.trials;
	expect(stop({})).toBe(21);
	expect(stop({}, [50])).toBe(13);
	expect(stop({ regret: 0.01 })).toBeNull();
	expect(stop({ trials: 30, regret: 0.01 })).toBe(30);
});

test("rates are tried at the ends: the smallest and the largest budget", () => {
	const { anchors } = planOf(parseBudget(written), pool);
	expect(anchors).toEqual({
		demonstrations: [50, 200],
		pairs: [
			{ demonstrations: 25, pairs: 25 },
			{ demonstrations: 100, pairs: 100 },
		],
		untouched: [
			{ demonstrations: 0, pairs: 50 },
			{ demonstrations: 0, pairs: 200 },
		],
	});
});

test("controls are other numbers of epochs than the stage has, on the largest budget", () => {
	const controls = (epochs: readonly number[]) =>
		planOf(parseBudget({ ...written, controls: { epochs } }), pool).controls;
	expect(controls([1, 2, 4])).toEqual([
		{ demonstrations: 200, epochs: 1 },
		{ demonstrations: 200, epochs: 4 },
	]);
});

test("a kind that is never trained is in no split that may be recommended", () => {
	const splits = (coldStart: readonly number[]) =>
		questionOf(
			parseBudget({
				...written,
				design: { kind: "grid", ratios: [1] },
				controls: { coldStart },
			}),
			pool,
		).splits(100);
	expect(splits([])).toEqual([{ demonstrations: 100, pairs: 0 }]);
	expect(splits([0]).length).toBe(21);
});
