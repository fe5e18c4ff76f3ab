import type { Allocation, Prices } from "../../../studies/budget/allocation.ts";
import type {
	BudgetCell,
	BudgetResult,
} from "../../../studies/budget/budget-result.ts";
import {
	around,
	type ClosedSurface,
	doubt,
	scoreOf,
	usualSurface,
} from "./closed-surface.ts";
import {
	answerOf,
	expansionOf,
	frontierOf,
	marginalOf,
	type Scene,
	sensitivityOf,
} from "./sample-answers.ts";
import { cellOf, withFailure } from "./sample-cells.ts";

/** What can differ between sample results. */
export interface SampleBudget {
	readonly surface: ClosedSurface;
	readonly unit: string;
	readonly prices: Prices;
	readonly budgets: readonly number[];
	readonly rows: Allocation;
	/** Whether pairs alone are among the cells. */
	readonly pairsAlone: boolean;
}

const sampleMoney: SampleBudget = {
	surface: usualSurface,
	unit: "EUR",
	prices: { demonstration: 2.4, pair: 0.9 },
	budgets: [150, 600, 2400, 4800],
	rows: { demonstrations: 2500, pairs: 4000 },
	pairsAlone: true,
};

const even = (amount: number) => Math.max(10, Math.round(amount / 10) * 10);

/** Cells on the budget lines, where buying would have looked, and the controls of the paper. */
function boughtCells(of: SampleBudget): BudgetCell[] {
	const { budgets, prices, surface, pairsAlone } = of;
	const cell = (
		budget: number,
		share: number,
		seeds: number,
		control?: string,
	) =>
		cellOf(
			{
				demonstrations:
					share === 1 ? 0 : even(((1 - share) * budget) / prices.demonstration),
				pairs: share === 0 ? 0 : even((share * budget) / prices.pair),
				seeds,
				...(control === undefined ? {} : { control }),
			},
			prices,
			surface,
		);
	const shares = [0, 0.25, 0.5, 0.75];
	const design = budgets.flatMap((budget, at) =>
		shares
			.filter((_, place) => (place + at) % 2 === 0 || place === at)
			.map((share) => cell(budget, share, 1 + ((at + share * 4) % 3))),
	);
	const last = budgets.at(-2) ?? budgets[0] ?? 100;
	const cold = pairsAlone
		? [1, 0.99, 0.9].map((share) => cell(last, share, 3))
		: [];
	return [
		cellOf({ demonstrations: 0, pairs: 0, seeds: 1 }, prices, surface),
		...design,
		...cold,
		cell(last, 0, 3, "1 epoch"),
		cell(last, 0, 3, "4 epochs"),
	].sort((a, b) => a.demonstrations - b.demonstrations || a.pairs - b.pairs);
}

function mapOf(surface: ClosedSurface, most: Allocation): BudgetResult["map"] {
	const steps = (largest: number) =>
		Array.from({ length: 15 }, (_, at) =>
			at === 0 ? 0 : Math.round(largest * 0.72 ** (14 - at)),
		);
	const demonstrations = steps(most.demonstrations);
	const pairs = steps(most.pairs);
	const grid = (of: (at: Allocation) => number) =>
		demonstrations.map((s) =>
			pairs.map((p) => of({ demonstrations: s, pairs: p })),
		);
	return {
		demonstrations,
		pairs,
		score: grid((at) => scoreOf(surface, at)),
		uncertainty: grid(doubt),
	};
}

/** Allocations of one score: for each number of demonstrations the pairs that reach it, by bisection. */
function isoquant(surface: ClosedSurface, score: number, most: Allocation) {
	const points = Array.from({ length: 41 }, (_, at) => {
		const demonstrations =
			at === 0 ? 0 : Math.round(most.demonstrations * 0.85 ** (40 - at));
		let [low, high] = [0, most.pairs];
		const misses = (pairs: number) =>
			scoreOf(surface, { demonstrations, pairs }) < score;
		if (misses(high) || !misses(low)) return null;
		while (high - low > 1) {
			const middle = Math.floor((low + high) / 2);
			if (misses(middle)) low = middle;
			else high = middle;
		}
		return { demonstrations, pairs: high };
	});
	return { score, points: points.filter((point) => point !== null) };
}

function coldStartOf({ surface, cells }: Scene): BudgetResult["coldStart"] {
	const measured = cells.filter(
		({ pairs, demonstrations, role, score }) =>
			pairs > 0 && demonstrations <= 0.2 * pairs && role === "design" && score,
	);
	const pairs = Math.max(0, ...measured.map((cell) => cell.pairs));
	const { cold, cure } = surface;
	const penalty = (cold * pairs) / (pairs + 150);
	const recovered = (left: number) => {
		const needed = -cure * Math.log(left);
		return { value: needed, low: needed * 0.6, high: needed * 1.7 };
	};
	return {
		pairs,
		penalty: around(-penalty, 0.024),
		half: cold > 0 ? recovered(0.5) : null,
		mostly: cold > 0 ? recovered(0.1) : null,
		measured: measured.flatMap(({ demonstrations, pairs: count, score }) =>
			score === null ? [] : [{ demonstrations, pairs: count, score }],
		),
	};
}

const stages: BudgetResult["stages"] = [
	{
		kind: "demonstrations",
		objective: "sft",
		anchors: [
			{
				prompts: 60,
				tried: [
					{ learningRate: 1e-4, score: 0.2 },
					{ learningRate: 3e-4, score: 0.24 },
					{ learningRate: 1e-3, score: 0.22 },
				],
				chosen: 3e-4,
			},
			{
				prompts: 2000,
				tried: [
					{ learningRate: 1e-4, score: 0.47 },
					{ learningRate: 3e-4, score: 0.46 },
					{ learningRate: 1e-3, score: null },
				],
				chosen: 1e-4,
			},
		],
	},
	{
		kind: "pairs",
		objective: "dpo",
		anchors: [
			{
				prompts: 600,
				tried: [
					{ learningRate: 2e-5, score: 0.41 },
					{ learningRate: 5e-5, score: 0.44 },
					{ learningRate: 1e-4, score: 0.43 },
				],
				chosen: 5e-5,
			},
		],
	},
	{
		kind: "untouched",
		objective: "dpo",
		anchors: [{ prompts: 600, tried: [], chosen: 2e-5 }],
	},
];

const surfaceFacts: BudgetResult["surface"] = {
	parameters: [
		{
			name: "demonstrations",
			value: { value: 0.36, low: 0.31, high: 0.42 },
		},
		{ name: "pairs", value: { value: 0.34, low: 0.25, high: 0.45 } },
		{
			name: "half of the demonstrations' effect",
			value: { value: 220, low: 150, high: 330 },
		},
	],
	seedNoise: 0.011,
	fit: 0.41,
	distrusted: false,
	correction: 0.006,
};

const context = {
	version: 1,
	title: "Word problems for the tutor",
	created: "2026-11-28T09:40:00.000Z",
	model: { name: "lab-small", hash: "sha256:5f1c0b1f0e7f4d0a" },
	machine: {
		platform: "linux-x64",
		cpu: "AMD EPYC 9554P",
		cores: 2,
		memoryBytes: 8.2e9,
	},
	versions: { temper: "0.9.0", node: "20.20.0", onnxruntime: "1.30.0" },
	target: {
		name: "problems",
		role: "target",
		unit: "accuracy",
		better: "higher",
		chance: 0.1,
		noise: 0.012,
		questions: 400,
	},
} as const;

/** The result of a study whose scores follow a surface of closed form. */
export function sampleBudget(
	changes: Partial<SampleBudget> = {},
): BudgetResult {
	const of = { ...sampleMoney, ...changes };
	const { surface, budgets, prices, rows, unit } = of;
	const cells = boughtCells(of).map((cell, at) =>
		at === 6 ? withFailure(cell, "Loss is not a number, at step 41.") : cell,
	);
	const scene: Scene = { surface, prices, rows, cells };
	const answers = budgets.map((budget) => answerOf(budget, scene));
	const trials = cells.reduce((sum, cell) => sum + cell.trials.length, 0);
	const levels = [0.25, 0.35, 0.45, 0.5, 0.55, 0.6];
	return {
		...context,
		data: {
			demonstrations: {
				name: "tutor-demos.jsonl",
				rows: rows.demonstrations + 12,
				prompts: rows.demonstrations,
			},
			pairs: {
				name: "tutor-pairs.jsonl",
				rows: rows.pairs * 2,
				prompts: rows.pairs,
			},
			shared: 31,
		},
		unit,
		prices: { ...prices, machineHour: 0.4 },
		stages,
		base: around(surface.base, 0.019),
		cells,
		answers,
		frontier: frontierOf(budgets, scene),
		isoquants: levels
			.map((level) => isoquant(surface, level, rows))
			.filter(({ points }) => points.length > 0),
		expansion: expansionOf(budgets, scene),
		map: mapOf(surface, rows),
		coldStart: coldStartOf(scene),
		sensitivity: budgets.flatMap((budget) => sensitivityOf(budget, scene)),
		marginal: answers.map((answer) => marginalOf(answer, surface)),
		surface: surfaceFacts,
		bought: { trials, grid: 4 * trials, ended: "regret", asked: 0.01 },
		notes: [],
		seconds: 4130,
	};
}
