import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { meanOf } from "../../src/stats/mean.ts";
import {
	type LabCells,
	scoresAt,
	splitOf,
} from "../../studies/budget/lab/cells/lab-cells.ts";
import { readCells } from "../../studies/budget/lab/cells/read-cells.ts";
import {
	contrast,
	difference,
} from "../../studies/budget/lab/findings/contrast.ts";
import { findingsOf } from "../../studies/budget/lab/findings/findings.ts";
import { labStudies } from "../../studies/budget/lab/lab-studies.ts";
import {
	bestInGrid,
	gridSplits,
} from "../../studies/budget/lab/replay/question.ts";
import { bought, Cache } from "../../studies/budget/lab/replay/replay.ts";

const results = join(import.meta.dirname, "../../studies/budget/lab/results");

describe("a contrast", () => {
	const [a, b, c] = [
		[0.5, 0.62, 0.58],
		[0.41, 0.5, 0.52],
		[0.3, 0.44, 0.35],
	] as const;

	test("of two cells is the paired t-test", () => {
		const paired = meanOf(a.map((score, i) => score - (b[i] as number)));
		const found = difference([a], [b]);
		expect(found.value).toBeCloseTo(paired.value, 12);
		expect(found.low).toBeCloseTo(paired.low, 9);
		expect(found.high).toBeCloseTo(paired.high, 9);
	});

	test("does not see what a seed adds to all cells", () => {
		const shifted = [a, b, c].map((cell) =>
			cell.map((score, seed) => score + [0.2, -0.1, 0.05][seed]!),
		);
		const weights = [1, -0.5, -0.5];
		const of = (cells: readonly (readonly number[])[]) =>
			contrast(cells.map((scores, i) => ({ scores, weight: weights[i]! })));
		const [plain, moved] = [of([a, b, c]), of(shifted)];
		expect(moved.value).toBeCloseTo(plain.value, 12);
		expect(moved.high - moved.low).toBeCloseTo(plain.high - plain.low, 9);
	});
});

describe.each(labStudies)("the committed cells of $name", ({ name }) => {
	const study = readCells(results, name) as LabCells;

	test("have every trial of the grid, the cold start and the controls", () => {
		for (const budget of study.budgets)
			for (const split of gridSplits(study, budget))
				expect(scoresAt(study, split)).toHaveLength(3);
		for (const { estimate } of findingsOf(study))
			expect(estimate.low).toBeLessThanOrEqual(estimate.high);
	});

	test("name the best measured split of a budget", () => {
		const { mean, range } = bestInGrid(study, 192);
		const means = study.ratios.map(
			(ratio) => meanOf(scoresAt(study, splitOf(192, ratio))).value,
		);
		expect(mean).toBeCloseTo(Math.max(...means), 12);
		expect(range).toBeCloseTo(Math.max(...means) - Math.min(...means), 12);
	});

	test("are met in another order of seeds in each repeat, with the same model behind a pair and its demonstrations", () => {
		const at = { demonstrations: 18, pairs: 6 };
		const own = scoresAt(study, at);
		const before = scoresAt(study, { demonstrations: 18, pairs: 0 });
		const orders = Array.from({ length: 8 }, (_, repeat) => {
			const cache = new Cache(study, repeat);
			const met = [0, 1, 2].map((seed) => cache.measure({ ...at, seed }));
			const scores = met.map(([trial]) => trial!.score);
			expect(scores.toSorted()).toEqual(own.toSorted());
			for (const [trial, demonstrations] of met)
				expect(
					own.some(
						(score, i) =>
							score === trial!.score && before[i] === demonstrations!.score,
					),
				).toBe(true);
			return scores.join();
		});
		expect(new Set(orders).size).toBeGreaterThan(1);
	});
});

test("the default stops at its limit of measured models, and measures none twice", () => {
	const study = readCells(results, "form-lab") as LabCells;
	const seen = bought(study, 0, 14);
	expect(seen.length).toBeLessThanOrEqual(14);
	expect(seen.length).toBeGreaterThan(11);
	const names = seen.map(
		({ demonstrations, pairs, seed }) => `${demonstrations}/${pairs}/${seed}`,
	);
	expect(new Set(names).size).toBe(names.length);
});
