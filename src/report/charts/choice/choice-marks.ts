import * as Plot from "@observablehq/plot";
import type {
	BudgetLine,
	Choice,
	ChoiceCell,
	ChoiceFrame,
	Isoquant,
	Place,
} from "./choice.ts";
import { clipLine } from "./clip-line.ts";

const channels = { x: "x", y: "y" } as const;

/** A line as far as it lies in the frame. */
function lineMark(
	points: readonly Place[],
	{ most }: ChoiceFrame,
	options: Plot.LineOptions,
): Plot.Markish[] {
	return clipLine(points, most).map((piece) =>
		Plot.line(piece, { ...channels, ...options }),
	);
}

/** What there is not enough of: to the right of and above the limits. */
function beyondMarks(
	{ limits }: Choice,
	{ most }: ChoiceFrame,
): Plot.Markish[] {
	const fill = { fill: "var(--noise)", fillOpacity: 0.75 };
	const x = limits.x === null || limits.x >= most.x ? null : limits.x;
	const y = limits.y === null || limits.y >= most.y ? null : limits.y;
	return [
		x === null
			? null
			: Plot.rect([0], { x1: x, x2: most.x, y1: 0, y2: most.y, ...fill }),
		y === null
			? null
			: Plot.rect([0], { x1: 0, x2: x ?? most.x, y1: y, y2: most.y, ...fill }),
	];
}

function isoquantMark(
	{ points }: Isoquant,
	frame: ChoiceFrame,
): Plot.Markish[] {
	return lineMark(points, frame, {
		stroke: "var(--arm-3)",
		strokeWidth: 1.25,
		strokeOpacity: 0.75,
	});
}

function budgetMarks(
	{ points, interval }: BudgetLine,
	frame: ChoiceFrame,
): Plot.Markish[] {
	return [
		lineMark(points, frame, {
			stroke: "var(--axis)",
			strokeWidth: 1.25,
			strokeDasharray: "5 4",
		}),
		lineMark(interval, frame, {
			stroke: "var(--arm-1)",
			strokeWidth: 9,
			strokeOpacity: 0.28,
			strokeLinecap: "round",
		}),
	];
}

function cellMark({ x, y, title, hollow }: ChoiceCell): Plot.Markish {
	return Plot.dot([0], {
		x,
		y,
		title: () => title,
		r: 3.5,
		fill: hollow ? "var(--surface)" : "var(--ink)",
		stroke: hollow ? "var(--muted)" : "var(--surface)",
		strokeWidth: hollow ? 1.5 : 1,
	});
}

function bestMark(best: Place & { readonly title: string }): Plot.Markish {
	return Plot.dot([0], {
		x: best.x,
		y: best.y,
		title: () => best.title,
		r: 7,
		fill: "var(--arm-1)",
		stroke: "var(--surface)",
		strokeWidth: 2,
	});
}

/** Limits behind isoquants behind budget lines behind the path, the cells and the best bundles. */
export function choiceMarks(
	choice: Choice,
	frame: ChoiceFrame,
): Plot.Markish[] {
	const { isoquants, lines, path, cells } = choice;
	return [
		beyondMarks(choice, frame),
		Plot.ruleX([0], { stroke: "var(--axis)" }),
		Plot.ruleY([0], { stroke: "var(--axis)" }),
		isoquants.map((one) => isoquantMark(one, frame)),
		lines.map((one) => budgetMarks(one, frame)),
		lineMark(path, frame, { stroke: "var(--arm-1)", strokeWidth: 2.25 }),
		cells.map(cellMark),
		lines.map(({ best }) => (best === null ? null : bestMark(best))),
	];
}
