import { expect, test } from "vitest";
import { examplesBudget } from "../testing/budget-variants.ts";
import { budgetView } from "../view/budget-view.ts";
import { coldSentences } from "./cold-sentences.ts";

/** The first sentence if these cells were measured, at equal prices. */
function firstWith(...cells: readonly (readonly [number, number])[]) {
	const sample = examplesBudget();
	const measured = cells.map(([demonstrations, pairs]) => ({
		...{ demonstrations, pairs },
		score: { value: 0.5, low: 0.4, high: 0.6 },
	}));
	const coldStart = { ...sample.coldStart!, measured };
	return coldSentences(budgetView({ ...sample, coldStart }, "en"))[0];
}

test("pairs alone are compared with a split of the same cost", () => {
	expect(firstWith([0, 800], [0, 1000], [250, 750], [1000, 1000])).toMatch(
		/^Measured: 1,000 preference pairs alone score .*; 250 demonstrations followed by 750 preference pairs score /,
	);
	expect(firstWith([0, 1000], [1000, 1000])).not.toMatch(/^Measured:/);
});
