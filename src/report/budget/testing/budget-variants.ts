import type { BudgetResult } from "../../../studies/budget/budget-result.ts";
import { usualSurface } from "./closed-surface.ts";
import { sampleBudget } from "./sample-budget.ts";
import { unscored } from "./sample-cells.ts";

/** Budgets as numbers of examples, all of the same price. */
export const examplesBudget = (): BudgetResult =>
	sampleBudget({
		unit: "examples",
		prices: { demonstration: 1, pair: 1 },
		budgets: [100, 400, 1600],
		rows: { demonstrations: 1600, pairs: 1200 },
	});

/** The shape does not fit, and some answers lean on extrapolation. */
export function distrustedBudget(): BudgetResult {
	const sample = sampleBudget();
	return {
		...sample,
		surface: {
			...{ ...sample.surface, fit: 0.004, distrusted: true, correction: 0.038 },
		},
		answers: sample.answers.map((answer, at) => ({
			...answer,
			extrapolated: at === sample.answers.length - 1,
		})),
		bought: { ...sample.bought, ended: "limit", asked: 60 },
		notes: [
			{ kind: "shared-prompts", values: { prompts: 31 } },
			{ kind: "seeds-left-out", values: { seeds: "2, 3", limit: 5400 } },
		],
	};
}

/** Cells with few demonstrations before their pairs were not bought, so the cold start is known from the model alone. */
export function warmBudget(): BudgetResult {
	const sample = sampleBudget({ pairsAlone: false });
	return {
		...sample,
		coldStart: { ...sample.coldStart!, measured: [] },
		bought: { ...sample.bought, ended: "interval", asked: 0.3 },
	};
}

/** Pairs were never measured. */
export function noPairsBudget(): BudgetResult {
	const sample = sampleBudget({ pairsAlone: false });
	return {
		...sample,
		cells: sample.cells.filter(({ pairs }) => pairs === 0),
		answers: sample.answers.map((answer) => ({
			...{ ...answer, pairsAlone: null },
		})),
		coldStart: null,
		marginal: sample.marginal.map((one) => ({ ...one, pairs: null })),
	};
}

/** Pairs lose nothing on an untouched base. */
export function noColdStartBudget(): BudgetResult {
	const surface = { ...usualSurface, cold: 0 };
	const sample = sampleBudget({ surface });
	return {
		...sample,
		coldStart: {
			...sample.coldStart!,
			penalty: { value: 0.003, low: -0.011, high: 0.017 },
		},
	};
}

export const oneBudget = (): BudgetResult => sampleBudget({ budgets: [1200] });

/** Demonstrations cost nothing. */
export const freeBudget = (): BudgetResult => {
	const sample = sampleBudget({ budgets: [500] });
	return { ...sample, prices: { demonstration: 0, pair: 0.9, machineHour: 0 } };
};

/** Every training failed. */
export function unscoredBudget(): BudgetResult {
	const sample = sampleBudget();
	return {
		...sample,
		base: null,
		cells: sample.cells.map(unscored),
		...{ answers: [], frontier: [], isoquants: [], expansion: [] },
		map: { demonstrations: [], pairs: [], score: [], uncertainty: [] },
		coldStart: null,
		...{ sensitivity: [], marginal: [] },
		surface: {
			...{ parameters: [], seedNoise: 0, fit: null, distrusted: false },
			correction: 0,
		},
		bought: { trials: 12, grid: 120, ended: "open", asked: null },
	};
}

/** Texts from outside that try to do harm. */
export const hostile = {
	markup: `<b onmouseover="alert(1)">&amp;'"</b>`,
	markdown: "| a | `b` *c* [d](https://example.org) $x$",
	code: "</script><script>alert(2)</script>",
	sheet: '=HYPERLINK("https://example.org";"x"),\n"second line"',
	direction: "abc\u202edef\u0007",
};

export function hostileBudget(): BudgetResult {
	const sample = sampleBudget();
	const [first, ...rest] = sample.cells;
	const [trial] = first!.trials;
	return {
		...sample,
		title: hostile.markup,
		unit: hostile.markup,
		model: { name: hostile.code, hash: hostile.markdown },
		target: { ...sample.target, name: hostile.markdown, unit: hostile.code },
		cells: [
			{
				...first!,
				control: hostile.markup,
				trials: [
					{ ...trial!, score: null, reason: hostile.sheet },
					{ ...trial!, score: null, seed: 1, reason: hostile.direction },
				],
			},
			...rest,
		],
		notes: [
			{ kind: hostile.markup, values: { [hostile.code]: hostile.markdown } },
		],
	};
}

/** Every sample, by its name. */
export const everyBudget: Readonly<Record<string, () => BudgetResult>> = {
	money: sampleBudget,
	examples: examplesBudget,
	distrusted: distrustedBudget,
	warm: warmBudget,
	"no pairs": noPairsBudget,
	"no cold start": noColdStartBudget,
	"one budget": oneBudget,
	free: freeBudget,
	unscored: unscoredBudget,
	hostile: hostileBudget,
};
