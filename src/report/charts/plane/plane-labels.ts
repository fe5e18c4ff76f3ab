import * as Plot from "@observablehq/plot";
import { type Box, type Placed, placeLabels } from "../place-labels.ts";
import { fitText, textWidth } from "../text-size.ts";
import { frontSteps } from "./front-steps.ts";
import type { PlaneScene } from "./plane-scene.ts";
import {
	planeMargins as margins,
	type PlaneSize,
	placedScales,
} from "./plane-size.ts";

const fontSize = 13;
/** Room on either side of a label's text. */
const padding = 3;

/** From what is shown to pixels of a drawing. */
interface Pixels {
	x(value: number): number;
	y(value: number): number;
}

interface Told {
	readonly x: number;
	readonly y: number;
	readonly text: string;
	readonly colour: string;
	readonly strong: boolean;
}

function pixelsOf(scene: PlaneScene, size: PlaneSize): Pixels {
	const across = Plot.scale({ x: placedScales(scene, size).x });
	const down = Plot.scale({ y: placedScales(scene, size).y });
	return {
		x: (value) => across.apply(value) as number,
		y: (value) => down.apply(value) as number,
	};
}

function around(x: number, y: number, r: number): Box {
	return { left: x - r, right: x + r, top: y - r, bottom: y + r };
}

/** The names that are to be placed, emphasised ones first. */
function toldOf(
	{ plane }: PlaneScene,
	size: PlaneSize,
	pixels: Pixels,
): Told[] {
	const last = (strong: boolean) => (strong ? 0 : 1);
	const named = plane.points.map(({ x, y, name, look, strong }) => ({
		x: pixels.x(x.value),
		y: pixels.y(y.value),
		text: fitText(name, fontSize, size.label),
		colour: look.colour,
		strong,
	}));
	const base = {
		x: pixels.x(0),
		y: pixels.y(0),
		text: plane.texts.base,
		colour: "var(--ink)",
		strong: false,
	};
	return [...named.toSorted((a, b) => last(a.strong) - last(b.strong)), base];
}

/** The place of the front's own name, above its end. */
function frontBox({ plane, x }: PlaneScene, pixels: Pixels): Box[] {
	return frontSteps(plane.points, x.domain.at(-1)!)
		.slice(-1)
		.map((end) => ({
			left: pixels.x(end.x) - textWidth(plane.texts.front, 12),
			right: pixels.x(end.x),
			top: pixels.y(end.y) - 16,
			bottom: pixels.y(end.y) - 2,
		}));
}

/** What labels must not hide. */
function obstaclesOf(scene: PlaneScene, pixels: Pixels): Box[] {
	const { points, guides } = scene.plane;
	return [
		...frontBox(scene, pixels),
		...points.flatMap(({ small }) =>
			small.map(({ x, y }) => around(pixels.x(x), pixels.y(y), 3)),
		),
		...guides.map(({ at, text }) => ({
			left: pixels.x(at),
			right: pixels.x(at) + textWidth(text, 12),
			top: 0,
			bottom: margins.top,
		})),
	];
}

/** What labels should not cross: intervals and guides. */
function linesOf(
	{ plane }: PlaneScene,
	{ height }: PlaneSize,
	pixels: Pixels,
): Box[] {
	const near = 2.5;
	return [
		...plane.points.flatMap(({ x, y }) => {
			const middle = around(pixels.x(x.value), pixels.y(y.value), near);
			return [
				{ ...middle, left: pixels.x(x.low), right: pixels.x(x.high) },
				{ ...middle, top: pixels.y(y.high), bottom: pixels.y(y.low) },
			];
		}),
		...plane.guides.map(({ at }) => ({
			left: pixels.x(at) - 1,
			right: pixels.x(at) + 1,
			top: margins.top,
			bottom: height,
		})),
	];
}

/** Text that starts, ends or is centred where its point is, so that a wider font grows away from the point. */
function labelMark(
	{ x, text, colour, strong }: Told,
	box: Placed,
): Plot.Markish {
	const side = box.left > x ? "start" : box.right < x ? "end" : "middle";
	const at = {
		start: box.left + padding,
		end: box.right - padding,
		middle: (box.left + box.right) / 2,
	}[side];
	return Plot.text([text], {
		frameAnchor: "top-left",
		dx: at - margins.left,
		dy: (box.top + box.bottom) / 2 - margins.top,
		lineAnchor: "middle",
		textAnchor: side,
		text: (name: string) => name,
		fill: colour,
		stroke: "var(--surface)",
		strokeWidth: 4,
		fontSize,
		fontWeight: strong ? 700 : 600,
	});
}

/** A line from a label that stands far off to its point. */
function leaderMark({ x, y, colour }: Told, box: Placed): Plot.Markish {
	const nearest = Math.min(Math.max(x, box.left), box.right);
	const middle = (box.top + box.bottom) / 2;
	return Plot.vector([0], {
		frameAnchor: "top-left",
		dx: nearest - margins.left,
		dy: middle - margins.top,
		anchor: "start",
		shape: {
			draw(context: {
				moveTo(x: number, y: number): void;
				lineTo(x: number, y: number): void;
			}) {
				context.moveTo(0, 0);
				context.lineTo(x - nearest, y - middle);
			},
		} as unknown as Plot.VectorShape,
		length: 1,
		stroke: colour,
		strokeWidth: 1,
		strokeOpacity: 0.6,
	});
}

/** The names of all points and of the base, next to them. */
export function planeLabels(
	scene: PlaneScene,
	size: PlaneSize,
): Plot.Markish[] {
	const pixels = pixelsOf(scene, size);
	const told = toldOf(scene, size, pixels);
	const labels = told.map(({ x, y, text }) => ({
		x,
		y,
		width: textWidth(text, fontSize) * 1.06 + 2 * padding,
		height: fontSize + 4,
	}));
	const frame = {
		left: margins.left + 2,
		right: size.width - 2,
		top: margins.top - 12,
		bottom: size.height - margins.bottom,
	};
	const placed = placeLabels(
		labels,
		frame,
		[
			...told.map(({ x, y, strong }) => around(x, y, strong ? 13 : 8)),
			...obstaclesOf(scene, pixels),
		],
		linesOf(scene, size, pixels),
	);
	return placed.flatMap((box, at) => {
		const one = told[at]!;
		const label = labelMark(one, box);
		return box.far ? [leaderMark(one, box), label] : [label];
	});
}
