import * as Plot from "@observablehq/plot";
import { type Box, overlapOf } from "../place-labels.ts";
import { fitText, textWidth } from "../text-size.ts";
import type { Choice, ChoiceFrame, Place } from "./choice.ts";
import { clipLine } from "./clip-line.ts";

/** A text to be written next to a point if there is room. */
interface Wanted {
	/** In pixels. */
	readonly at: Place;
	readonly text: string;
	readonly colour: string;
	readonly size: number;
	readonly bold: boolean;
	/** Distances from the point, in pixels, that are tried. */
	readonly distances: readonly number[];
	/** Directions that are tried, in degrees clockwise from the right. */
	readonly angles: readonly number[];
	/** Whether it is written at the first place even if something is there. */
	readonly required: boolean;
}

const alongEnd = [-110, 180, -150, -30, 30, 110];
const around = [-40, 40, -140, 140, 0, 180, -90, 90];

function boxOf(
	{ at, text, size }: Wanted,
	angle: number,
	distance: number,
): Box {
	const across = Math.cos((angle * Math.PI) / 180);
	const down = Math.sin((angle * Math.PI) / 180);
	const width = textWidth(text, size) * 1.05 + 4;
	const height = size + 3;
	const side = Math.abs(across) < 0.1 ? 0 : Math.sign(across);
	const left = at.x + across * distance - (width * (1 - side)) / 2;
	const middle = at.y + down * (distance + height / 2);
	return {
		left,
		right: left + width,
		top: middle - height / 2,
		bottom: middle + height / 2,
	};
}

function inside(box: Box, frame: Box): boolean {
	return (
		box.left >= frame.left &&
		box.right <= frame.right &&
		box.top >= frame.top &&
		box.bottom <= frame.bottom
	);
}

/** The first place at which the text hides nothing; null if there is none. */
function placeOf(
	wanted: Wanted,
	taken: readonly Box[],
	frame: Box,
): Box | null {
	const boxes = wanted.distances.flatMap((distance) =>
		wanted.angles.map((angle) => boxOf(wanted, angle, distance)),
	);
	const within = boxes.filter((box) => inside(box, frame));
	const free = within.find((box) =>
		taken.every((other) => overlapOf(box, other) === 0),
	);
	return free ?? (wanted.required ? (within[0] ?? boxes[0] ?? null) : null);
}

function textMark(
	{ text, colour, size, bold }: Wanted,
	{ left, right, top, bottom }: Box,
	{ margins }: ChoiceFrame,
): Plot.Markish {
	return Plot.text([text], {
		frameAnchor: "top-left",
		dx: (left + right) / 2 - margins.left,
		dy: (top + bottom) / 2 - margins.top,
		textAnchor: "middle",
		lineAnchor: "middle",
		text: (one: string) => one,
		fill: colour,
		stroke: "var(--surface)",
		strokeWidth: 3.5,
		fontSize: size,
		fontWeight: bold ? 700 : 500,
	});
}

/** Budgets at their best bundles, then isoquants at the ends of their lines, then the scores of cells. */
function wantedOf(choice: Choice, frame: ChoiceFrame): Wanted[] {
	const { lines, isoquants, cells } = choice;
	const budgets = lines.flatMap(({ text, best }) =>
		best === null
			? []
			: [
					{
						at: frame.px(best),
						text: fitText(text, 13, frame.width * 0.4),
						...{ colour: "var(--arm-1)", size: 13, bold: true },
						...{ distances: [11, 18, 28, 42, 60], angles: around },
						required: true,
					},
				],
	);
	const values = isoquants.flatMap(({ text, points }) => {
		const end = clipLine(points, frame.most).at(-1)?.at(-1);
		return end === undefined
			? []
			: [
					{
						at: frame.px(end),
						...{ text, colour: "var(--arm-3)", size: 11, bold: true },
						...{ distances: [3, 7, 14], angles: alongEnd, required: true },
					},
				];
	});
	const scores = frame.scores
		? cells
				.filter(({ text }) => text !== "")
				.map((cell) => ({
					at: frame.px(cell),
					...{ text: cell.text, colour: "var(--muted)", size: 11, bold: false },
					...{ distances: [5, 9], angles: around, required: false },
				}))
		: [];
	return [...budgets, ...values, ...scores];
}

/** The name of the path, and that of what lies beyond the limits, in corners that they leave free. */
function cornerMarks(choice: Choice, frame: ChoiceFrame): Plot.Markish[] {
	const { limits, texts } = choice;
	const { most } = frame;
	const right = limits.x !== null && limits.x < most.x;
	const top = limits.y !== null && limits.y < most.y;
	if (!right && !top) return [];
	return [
		Plot.text([texts.beyond], {
			frameAnchor: "top-right",
			dx: -8,
			dy: 8,
			lineAnchor: "top",
			text: (one: string) => one,
			fill: "var(--muted)",
			fontSize: 11,
		}),
	];
}

/** All texts inside of the picture. Those of cells are left out where they would hide something. */
export function choiceLabels(
	choice: Choice,
	frame: ChoiceFrame,
): Plot.Markish[] {
	const { width, height, margins } = frame;
	const bounds = {
		left: margins.left + 2,
		right: width - 2,
		top: margins.top - 14,
		bottom: height - margins.bottom - 1,
	};
	const dot = (place: Place, r: number): Box => {
		const { x, y } = frame.px(place);
		return { left: x - r, right: x + r, top: y - r, bottom: y + r };
	};
	const taken: Box[] = [
		...choice.cells.map((cell) => dot(cell, 4)),
		...choice.lines.flatMap(({ best }) => (best === null ? [] : dot(best, 8))),
	];
	const marks: Plot.Markish[] = [];
	for (const wanted of wantedOf(choice, frame)) {
		const box = placeOf(wanted, taken, bounds);
		if (box === null) continue;
		taken.push(box);
		marks.push(textMark(wanted, box, frame));
	}
	return [marks, cornerMarks(choice, frame)];
}
