import { describe, expect, test } from "vitest";
import type {
	BudgetAnswer,
	BudgetResult,
} from "../../../studies/budget/budget-result.ts";
import {
	distrustedBudget,
	examplesBudget,
	noColdStartBudget,
	noPairsBudget,
	oneBudget,
	unscoredBudget,
} from "../testing/budget-variants.ts";
import { sampleBudget } from "../testing/sample-budget.ts";
import { budgetView } from "../view/budget-view.ts";
import { buyOf, leadSentence } from "./buy-sentences.ts";
import { nextSteps, stateOf } from "./next-steps.ts";
import { budgetNotes } from "./notes.ts";

const english = (result: BudgetResult) => budgetView(result, "en");

/** The sample with answers whose shares of pairs are these. */
function shares(...values: readonly number[]): BudgetResult {
	const sample = sampleBudget();
	const answers = sample.answers.map((answer, at) => ({
		...answer,
		share: values[at]!,
	}));
	return { ...sample, answers };
}

const withAnswers = (
	change: (answer: BudgetAnswer) => Partial<BudgetAnswer>,
) => {
	const sample = sampleBudget();
	const answers = sample.answers.map((answer) => ({
		...{ ...answer, ...change(answer) },
	}));
	return { ...sample, answers };
};

describe("the first sentence", () => {
	test.each([
		[
			[0, 0.2, 0.4, 0.6],
			/^The larger the budget, the more .*: 0% of 150\u00a0EUR, 60% of 4,800\u00a0EUR\.$/,
		],
		[[0.6, 0.5, 0.4, 0.2], /^The larger the budget, the less .*: 60% of 150/],
		[
			[0.5, 0.52, 0.48, 0.53],
			/^Spend about 51% of the budget on preference pairs/,
		],
		[[0, 0, 0, 0], /^Buy demonstrations alone, at every budget from 150/],
		[[1, 1, 1, 1], /^Buy preference pairs alone, at every budget from 150/],
	] as const)("says how the share moves: %j", (values, sentence) => {
		expect(leadSentence(english(shares(...values)))).toMatch(sentence);
	});

	test("is the purchase if there is one budget, and says so if there is none", () => {
		const one = english(oneBudget());
		expect(leadSentence(one)).toMatch(
			/^With 1,200\u00a0EUR, buy \d+ demonstrations and \d+ preference pairs\. The expected score is [\d.]+% \(95% interval [\d.]+ to [\d.]+\)\.$/,
		);
		expect(leadSentence(english(unscoredBudget()))).toMatch(
			/^No split can be recommended yet/,
		);
	});
});

describe("what to buy with a budget", () => {
	test("one kind alone is not compared with itself", () => {
		const view = english(sampleBudget());
		const first = view.result.answers[0]!;
		expect(first.pairs).toBe(0);
		const { lead, rest } = buyOf(view, first);
		expect(lead).toContain("buy 62 demonstrations and no preference pairs");
		const compared = rest.filter((text) => text.startsWith("In comparison"));
		expect(compared).toEqual(["In comparison: pairs alone 15.1%."]);
	});

	test("says what a split leans on", () => {
		const rest = (answer: Partial<BudgetAnswer>) => {
			const view = english(withAnswers(() => answer));
			return buyOf(view, view.result.answers[1]!).rest.join(" ");
		};
		const free = { limitedByRows: false };
		expect(rest({ ...free, measured: true, extrapolated: false })).toMatch(
			/This split was measured\.$/,
		);
		expect(rest({ ...free, measured: false, extrapolated: false })).toMatch(
			/from the measured cells around it\.$/,
		);
		expect(rest({ ...free, measured: false, extrapolated: true })).toMatch(
			/extrapolation\.$/,
		);
		expect(rest({ limitedByRows: true })).toMatch(/rows in hand limit/);
	});

	test("nothing is bought with a budget below one prompt", () => {
		const nothing = { demonstrations: 0, pairs: 0 };
		const view = english(withAnswers(() => nothing));
		expect(buyOf(view, view.result.answers[0]!).lead).toBe(
			"With 150\u00a0EUR, nothing can be bought that helps.",
		);
	});
});

describe("what to do next", () => {
	test("a settled answer needs no more cells", () => {
		const view = english(sampleBudget());
		expect(stateOf(view)).toBe("settled");
		expect(nextSteps(view)[0]).toMatch(/fine-tune on about 92 demonstrations/);
		expect(nextSteps(view)).toHaveLength(2);
	});

	test("an unsettled one says what is missing, the most urgent first", () => {
		const view = english(distrustedBudget());
		expect(stateOf(view)).toBe("provisional");
		const steps = nextSteps(view);
		expect(steps[0]).toMatch(/Raise the limit .* by up to 1\.1/);
		expect(steps[1]).toMatch(/^Do not rely on scores between/);
		expect(steps[2]).toMatch(/^Before you spend 4,800\u00a0EUR, measure/);
	});

	test("rows in hand that are too few are to be collected", () => {
		const view = english(withAnswers(() => ({ limitedByRows: true })));
		expect(nextSteps(view)[0]).toMatch(/^Collect more rows .* 150\u00a0EUR, /);
	});

	test("no cold start, no warning of one", () => {
		for (const of of [noColdStartBudget, noPairsBudget])
			expect(nextSteps(english(of())).join()).not.toMatch(/untouched base/);
	});

	test.each([
		["demonstrations", 0.04, 0.001],
		["pairs", 0.001, 0.04],
	] as const)("the next purchase is of what adds more: %s", (kind, s, p) => {
		const near = (value: number) => ({
			...{ value, low: value - 1e-4, high: value + 1e-4 },
		});
		const marginal = [
			{ budget: 4800, demonstrations: near(s), pairs: near(p) },
		];
		const steps = nextSteps(english({ ...sampleBudget(), marginal }));
		expect(steps.at(-1)).toContain(`EUR, buy ${kind} first`);
	});

	test("without any score the reasons are to be looked at", () => {
		const open = english(unscoredBudget());
		expect(stateOf(open)).toBe("nothing");
		expect(nextSteps(open)[0]).toMatch(/^Let the study finish/);
		const { result } = open;
		const bought = { ...result.bought, ended: "exhausted" as const };
		expect(nextSteps(english({ ...result, bought }))[0]).toMatch(
			/^Look at the reasons/,
		);
	});
});

test("notes tell failed trials, learning rates at an end, and what the study noted", () => {
	const notes = budgetNotes(english(distrustedBudget()));
	expect(notes).toEqual([
		expect.stringMatching(/^The shape is distrusted, .* \(p = 0\.004\)/),
		"1 of 33 trials have no score; the table of cells gives the reasons.",
		expect.stringMatching(/^For Demonstrations, the lowest learning rate/),
		expect.stringMatching(/^31 prompts are among the demonstrations and/),
		expect.stringMatching(/^Seeds 2, 3 were left out, .* 1 hr 30 min\.$/),
	]);
	const unknown = { kind: "odd", values: { a: 1, b: "two" } };
	const result = { ...examplesBudget(), notes: [unknown] };
	expect(budgetNotes(english(result))).toContain("odd: a: 1; b: two");
});

test("a measured cell above what the recommended split is expected to reach is named, once for each budget that can buy it", () => {
	const sample = examplesBudget();
	const [first, ...others] = sample.answers;
	const low = { value: 0.2, low: 0.1, high: 0.3 };
	const answers = [{ ...first!, score: low }, ...others];
	const cell = sample.cells.find(
		({ role, cost, score }) =>
			role === "design" && cost <= first!.budget && score !== null,
	)!;
	const cells = sample.cells.map((one) =>
		one === cell
			? { ...one, score: { value: 0.35, low: 0.3, high: 0.4 } }
			: { ...one, score: one.score && { ...one.score, value: 0.1 } },
	);
	const told = (result: BudgetResult) =>
		budgetNotes(english(result)).filter((note) => note.includes("repeat that"));
	const [note, ...more] = told({ ...sample, answers, cells });
	expect(more).toEqual([]);
	expect(note).toContain("were measured at 35");
	expect(note).toContain("(20");
	const certain = { ...low, high: 0.4 };
	expect(
		told({ ...sample, answers: [{ ...first!, score: certain }], cells }),
	).toEqual([]);
});

test("a target on which lower is better is said to have its sign reversed", () => {
	const sample = sampleBudget();
	const target = { ...sample.target, better: "lower" as const };
	const notes = (result: BudgetResult) => budgetNotes(english(result)).join();
	expect(notes({ ...sample, target })).toContain("with the opposite sign");
	expect(notes(sample)).not.toContain("with the opposite sign");
});
