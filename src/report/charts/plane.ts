import * as Plot from "@observablehq/plot";
import type { Axis } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import type { ReportView } from "../view/report-view.ts";
import { type ChartScale, scaleWithZero } from "./chart-scale.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import { lookAt } from "./looks.ts";
import { type Box, type Label, placeLabels } from "./place-labels.ts";
import { frontSteps, type PlanePoint, planePoints } from "./plane-points.ts";
import { fitText, textWidth } from "./text-size.ts";

interface Size {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** The widest label, in pixels. */
	readonly label: number;
}

const sizes: readonly Size[] = [
	{ width: 980, height: 500, classes: " wide", label: 240 },
	{ width: 372, height: 400, classes: " narrow", label: 120 },
];

const margins = { top: 36, right: 20, bottom: 50, left: 52 };
const fontSize = 13;

interface Leash {
	readonly bound: number;
	readonly colour: string;
	readonly text: string;
}

/** Everything that is drawn, in the units that are shown. */
interface Plane {
	readonly view: ReportView;
	readonly target: Axis;
	readonly distance: Axis;
	readonly points: readonly PlanePoint[];
	readonly leashes: readonly Leash[];
	readonly x: ChartScale;
	readonly y: ChartScale;
	readonly noise: number;
}

function leashesOf(view: ReportView, distance: Axis): Leash[] {
	const figures = view.figures(distance);
	const seen = new Set<number>();
	return view.result.arms.flatMap(({ leash }, place) => {
		if (leash === null || leash.axis !== distance.name) return [];
		if (seen.has(leash.bound)) return [];
		seen.add(leash.bound);
		return [
			{
				bound: leash.bound * figures.scale,
				colour: lookAt(place).colour,
				text: view.texts.chart.leash(figures.value(leash.bound)),
			},
		];
	});
}

function planeOf(
	view: ReportView,
	target: Axis,
	distance: Axis,
): Plane | null {
	const points = planePoints(view);
	if (points.length === 0) return null;
	const leashes = leashesOf(view, distance);
	const noise = target.noise * view.figures(target).scale;
	const all = points.flatMap((point) => [point, ...point.seeds]);
	const wide = points.flatMap(({ x }) => [x.low, x.high]);
	const tall = points.flatMap(({ y }) => [y.low, y.high]);
	const { language } = view.texts;
	return {
		view,
		target,
		distance,
		points,
		leashes,
		noise,
		x: scaleWithZero({
			values: [
				...all.map(({ x }) => x.value),
				...wide,
				...leashes.map(({ bound }) => bound),
			],
			language,
		}),
		y: scaleWithZero({
			values: [...all.map(({ y }) => y.value), ...tall, noise, -noise],
			language,
			margin: 0.08,
		}),
	};
}

function labelMarks(plane: Plane, size: Size): Plot.Markish[] {
	const { view, points } = plane;
	const frame: Box = {
		left: margins.left + 2,
		right: size.width - 2,
		top: margins.top - 14,
		bottom: size.height - margins.bottom,
	};
	const across = Plot.scale({
		x: {
			...plane.x.options,
			range: [margins.left, size.width - margins.right],
		},
	});
	const down = Plot.scale({
		y: {
			...plane.y.options,
			range: [size.height - margins.bottom, margins.top],
		},
	});
	const at = (x: number) => across.apply(x) as number;
	const on = (y: number) => down.apply(y) as number;
	const around = (x: number, y: number, r: number): Box => ({
		left: x - r,
		right: x + r,
		top: y - r,
		bottom: y + r,
	});
	const told = [
		...points
			.toSorted((a, b) => rank(view, a) - rank(view, b))
			.map(({ x, y, arm, look }) => ({
				x: at(x.value),
				y: on(y.value),
				text: fitText(arm.name, fontSize, size.label),
				colour: look.colour,
				strong: arm === view.recommended,
			})),
		{
			x: at(0),
			y: on(0),
			text: view.texts.chart.base,
			colour: "var(--ink)",
			strong: false,
		},
	];
	const labels = told.map(
		({ x, y, text }): Label => ({
			x,
			y,
			width: textWidth(text, fontSize) + 6,
			height: fontSize + 4,
		}),
	);
	const obstacles = [
		...told.map(({ x, y }) => around(x, y, 8)),
		...points.flatMap(({ seeds }) =>
			seeds.map(({ x, y }) => around(at(x.value), on(y.value), 3)),
		),
		...plane.leashes.map(({ bound, text }) => ({
			left: at(bound),
			right: at(bound) + textWidth(text, 12),
			top: 0,
			bottom: margins.top,
		})),
	];
	const lines = [
		...points.flatMap(({ x, y }) => [
			{
				left: at(x.low),
				right: at(x.high),
				top: on(y.value) - 2,
				bottom: on(y.value) + 2,
			},
			{
				left: at(x.value) - 2,
				right: at(x.value) + 2,
				top: on(y.high),
				bottom: on(y.low),
			},
		]),
		...plane.leashes.map(({ bound }) => ({
			left: at(bound) - 1,
			right: at(bound) + 1,
			top: margins.top,
			bottom: size.height,
		})),
	];
	const placed = placeLabels(labels, frame, obstacles, lines);
	return placed.flatMap((box, place) => {
		const { x, y, text, colour, strong } = told[place]!;
		const middle = (box.top + box.bottom) / 2;
		const near = Math.min(Math.max(x, box.left), box.right);
		const leader = Plot.link([0], {
			x1: () => across.invert?.(x),
			y1: () => down.invert?.(y),
			x2: () => across.invert?.(near),
			y2: () => down.invert?.(middle),
			stroke: colour,
			strokeOpacity: 0.6,
		});
		const label = Plot.text([text], {
			frameAnchor: "top-left",
			dx: box.left + 3 - margins.left,
			dy: middle - margins.top,
			lineAnchor: "middle",
			textAnchor: "start",
			text: (name: string) => name,
			fill: colour,
			stroke: "var(--surface)",
			strokeWidth: 4,
			fontSize,
			fontWeight: strong ? 700 : 600,
		});
		return box.far ? [leader, label] : [label];
	});
}

function rank({ recommended }: ReportView, { arm }: PlanePoint): number {
	return arm === recommended ? 0 : 1;
}

function groundMarks(plane: Plane): Plot.Markish[] {
	const { noise, leashes, points, view } = plane;
	const [left, right] = plane.x.options.domain;
	const steps = frontSteps(points, right);
	return [
		Plot.gridX({ stroke: "var(--line)", strokeOpacity: 1 }),
		Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1 }),
		noise > 0
			? Plot.rect([0], {
					x1: left,
					x2: right,
					y1: -noise,
					y2: noise,
					fill: "var(--noise)",
				})
			: null,
		Plot.ruleY([0], { stroke: "var(--axis)" }),
		Plot.ruleX([0], { stroke: "var(--axis)" }),
		Plot.line(steps, {
			x: "x",
			y: "y",
			curve: "step-after",
			stroke: "var(--muted)",
			strokeDasharray: "3 4",
			strokeWidth: 1.5,
		}),
		Plot.text(steps.slice(-1), {
			x: "x",
			y: "y",
			text: () => view.texts.chart.front,
			textAnchor: "end",
			dy: -9,
			fill: "var(--muted)",
			stroke: "var(--surface)",
			strokeWidth: 4,
		}),
		leashes.map(({ bound, colour, text }) => [
			Plot.ruleX([bound], {
				stroke: colour,
				strokeWidth: 1.5,
				strokeDasharray: "7 4",
			}),
			Plot.text([bound], {
				x: (value: number) => value,
				frameAnchor: "top",
				dy: -12,
				text: () => text,
				textAnchor: "start",
				fill: colour,
			}),
		]),
	];
}

function pointMarks(plane: Plane): Plot.Markish[] {
	const { view, points, target, distance } = plane;
	const chart = view.texts.chart;
	const toX = view.figures(distance);
	const toY = view.figures(target);
	const told = ({ x, y }: Pick<PlanePoint, "x" | "y">) => ({
		x: toX.value(x.value / toX.scale),
		y: toY.change(y.value / toY.scale),
	});
	return points.map((point) => {
		const { arm, look, x, y, seeds } = point;
		const line = { stroke: look.colour, strokeWidth: 1.75 };
		const dot = dotOf(look);
		return [
			Plot.link([0], {
				x1: x.low,
				x2: x.high,
				y1: y.value,
				y2: y.value,
				...line,
			}),
			Plot.link([0], {
				x1: x.value,
				x2: x.value,
				y1: y.low,
				y2: y.high,
				...line,
			}),
			Plot.dot(seeds, {
				x: ({ x: seed }) => seed.value,
				y: ({ y: seed }) => seed.value,
				title: (seed) =>
					chart.seed({ arm: arm.name, seed: seed.run.seed, ...told(seed) }),
				r: 3,
				fillOpacity: 0.5,
				...dot,
			}),
			arm === view.recommended
				? Plot.dot([0], {
						x: x.value,
						y: y.value,
						r: 11,
						stroke: "var(--ink)",
						strokeWidth: 1.5,
					})
				: null,
			Plot.dot([0], {
				x: x.value,
				y: y.value,
				title: () => chart.point({ arm: arm.name, ...told(point) }),
				r: 6.5,
				stroke: "var(--surface)",
				strokeWidth: 1.5,
				...dot,
			}),
		];
	});
}

function basePoint(): Plot.Markish {
	return Plot.dot([0], {
		x: 0,
		y: 0,
		r: 5.5,
		fill: "var(--surface)",
		stroke: "var(--ink)",
		strokeWidth: 2,
	});
}

function describe({ view, points, target, distance }: Plane): string {
	const x = view.figures(distance);
	const y = view.figures(target);
	return points
		.map((point) =>
			view.texts.chart.point({
				arm: point.arm.name,
				x: x.value(point.x.value / x.scale),
				y: y.change(point.y.value / y.scale),
			}),
		)
		.join("; ");
}

/** Gain on the target against distance from the base, for wide and for narrow pages; null where no arm has both. */
export function planeChart(view: ReportView): Markup[] | null {
	const { target, distance, texts } = view;
	const plane =
		target === null || distance === null
			? null
			: planeOf(view, target, distance);
	if (plane === null) return null;
	const named = (scale: ChartScale, text: string) =>
		scale.compressed ? `${text} (${texts.chart.compressed})` : text;
	const x = texts.chart.planeX({
		axis: plane.distance.name,
		unit: view.figures(plane.distance).changeUnit,
	});
	const y = texts.chart.planeY({
		axis: plane.target.name,
		unit: view.figures(plane.target).changeUnit,
	});
	return sizes.map((size) =>
		drawChart({
			label: texts.chart.planeTitle,
			description: texts.chart.planeAlt({ x, y, points: describe(plane) }),
			width: size.width,
			height: size.height,
			classes: size.classes,
			marginTop: margins.top,
			marginRight: margins.right,
			marginBottom: margins.bottom,
			marginLeft: margins.left,
			x: {
				...plane.x.options,
				label: fitText(named(plane.x, x), 12, size.width - margins.left - 20),
				labelAnchor: "right",
			},
			y: {
				...plane.y.options,
				label: fitText(named(plane.y, y), 12, size.width - 40),
			},
			marks: [
				groundMarks(plane),
				Plot.axisX({ tickSize: 0 }),
				Plot.axisY({ tickSize: 0 }),
				basePoint(),
				pointMarks(plane),
				labelMarks(plane, size),
			],
		}),
	);
}
