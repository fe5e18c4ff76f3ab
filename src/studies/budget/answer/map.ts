import type { BudgetResult } from "../budget-result.ts";
import type { Known } from "./known.ts";
import { levelLines } from "./level-lines.ts";
import { estimateOf, scoresAt } from "./scores.ts";

type ScoreMap = BudgetResult["map"];

/** Positive numbers of prompts on each axis. */
const steps = 20;
/** Levels of isoquants are so many or fewer. */
const mostLevels = 9;

/** Score on a grid from 0 to the most of each kind that was measured or is recommended, in geometric steps above 0. */
export function mapOf(
	{ surface, measured }: Known,
	expansion: BudgetResult["expansion"],
): ScoreMap {
	const axis = (kind: "demonstrations" | "pairs") => {
		const counts = [...measured.allocations, ...expansion]
			.map((one) => one[kind])
			.filter((count) => count > 0);
		return counts.length > 0
			? axisOf(Math.min(...counts), Math.max(...counts))
			: [0];
	};
	const demonstrations = axis("demonstrations");
	const pairs = axis("pairs");
	const rows = demonstrations.map((count) =>
		scoresAt(
			surface,
			pairs.map((other) => ({ demonstrations: count, pairs: other })),
		).map((draws) => estimateOf(draws)),
	);
	return {
		...{ demonstrations, pairs },
		score: rows.map((row) => row.map(({ value }) => value)),
		uncertainty: rows.map((row) =>
			row.map(({ low, high }) => (high - low) / 2),
		),
	};
}

/** 0, and whole numbers between two in geometric steps, both included. */
function axisOf(least: number, most: number): number[] {
	const numbers = Array.from({ length: steps }, (_, i) =>
		Math.round(least * (most / least) ** (i / (steps - 1))),
	);
	return [...new Set([0, ...numbers])];
}

/** Lines of equal mean score on the map, at round levels. Several lines may have one level. */
export function isoquantsOf(map: ScoreMap): BudgetResult["isoquants"] {
	return levelsOf(map.score.flat()).flatMap((level) =>
		levelLines(map.score, level)
			.map((line) =>
				line.map(([row, column]) => ({
					demonstrations: hundredths(between(map.demonstrations, row)),
					pairs: hundredths(between(map.pairs, column)),
				})),
			)
			.map((points) => ({ score: level, points: withoutRepeats(points) }))
			.filter(({ points }) => points.length > 1),
	);
}

/** Whole prompts would bend a line where it passes through few of them. */
const hundredths = (count: number) => Math.round(100 * count) / 100;

/** Value of an axis at a place that is not a whole number. */
function between(axis: readonly number[], place: number): number {
	const index = Math.floor(place);
	const from = axis[index] as number;
	const to = axis[index + 1] ?? from;
	return from + (place - index) * (to - from);
}

type Point = BudgetResult["isoquants"][number]["points"][number];

/** Rounding may make neighbours equal. */
const withoutRepeats = (points: readonly Point[]) =>
	points.filter(({ demonstrations, pairs }, i) => {
		const before = points[i - 1];
		return before?.demonstrations !== demonstrations || before.pairs !== pairs;
	});

/** Multiples of 1, 2 or 5 times a power of ten that lie strictly within the values. */
export function levelsOf(values: readonly number[]): number[] {
	const [least, most] = [Math.min(...values), Math.max(...values)];
	if (!(most > least)) return [];
	const power = Math.floor(Math.log10((most - least) / mostLevels));
	const step = [1, 2, 5, 10]
		.map((factor) => ({ factor, power }))
		.find(
			({ factor }) => (most - least) / (factor * 10 ** power) <= mostLevels,
		);
	if (!step) return [];
	// A quotient by a power of ten is nearer to the decimal number than a product with its reciprocal.
	const at = (i: number) =>
		step.power < 0
			? (i * step.factor) / 10 ** -step.power
			: i * step.factor * 10 ** step.power;
	const first = Math.floor(least / at(1)) + 1;
	const levels: number[] = [];
	for (let i = first; at(i) < most; i++) levels.push(at(i));
	return levels;
}
