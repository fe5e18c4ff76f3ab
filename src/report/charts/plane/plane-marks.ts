import * as Plot from "@observablehq/plot";
import { breaksOf, type ChartScale } from "../chart-scale.ts";
import { dotOf } from "../draw-chart.ts";
import { frontSteps } from "./front-steps.ts";
import type { Guide, PlanePoint } from "./plane.ts";
import type { PlaneScene } from "./plane-scene.ts";

const halo = { stroke: "var(--surface)", strokeWidth: 4 } as const;

function ends({ domain }: ChartScale): readonly [number, number] {
	return [domain[0]!, domain.at(-1)!];
}

function noiseMarks({ plane, x }: PlaneScene): Plot.Markish {
	const { noise, texts } = plane;
	const [left, right] = ends(x);
	if (noise <= 0) return null;
	return [
		Plot.rect([0], {
			x1: left,
			x2: right,
			y1: -noise,
			y2: noise,
			fill: "var(--noise)",
		}),
		Plot.text([texts.noise], {
			x: right,
			y: noise,
			dx: -5,
			dy: 4,
			lineAnchor: "top",
			textAnchor: "end",
			text: (text: string) => text,
			fill: "var(--muted)",
			fontSize: 11,
		}),
	];
}

function frontMarks({ plane, x }: PlaneScene): Plot.Markish {
	const steps = frontSteps(plane.points, ends(x)[1]);
	const place = { x: "x", y: "y" } as const;
	return [
		Plot.line(steps, {
			...place,
			curve: "step-after",
			stroke: "var(--muted)",
			strokeDasharray: "3 4",
			strokeWidth: 1.5,
		}),
		Plot.text(steps.slice(-1), {
			...place,
			text: () => plane.texts.front,
			textAnchor: "end",
			dy: -9,
			fill: "var(--muted)",
			fontSize: 11,
			...halo,
		}),
	];
}

function guideMarks(
	{ at, colour, text }: Guide,
	[left, right]: readonly [number, number],
): Plot.Markish {
	const atEnd = at > left + 0.75 * (right - left);
	return [
		Plot.ruleX([at], {
			stroke: colour,
			strokeWidth: 1.5,
			strokeDasharray: "7 4",
		}),
		Plot.text([at], {
			x: (value: number) => value,
			frameAnchor: "top",
			dy: -11,
			text: () => text,
			textAnchor: atEnd ? "end" : "start",
			fill: colour,
			fontWeight: 600,
		}),
	];
}

/** What lies behind the points: grid, noise, the front, guides. */
export function groundMarks(scene: PlaneScene): Plot.Markish[] {
	const faint = { stroke: "var(--muted)", strokeDasharray: "1 4" };
	return [
		noiseMarks(scene),
		Plot.ruleX(breaksOf(scene.x), faint),
		Plot.ruleY(breaksOf(scene.y), faint),
		Plot.ruleY([0], { stroke: "var(--axis)" }),
		Plot.ruleX([0], { stroke: "var(--axis)" }),
		frontMarks(scene),
		scene.plane.guides.map((guide) => guideMarks(guide, ends(scene.x))),
	];
}

function smallMarks({ look, small }: PlanePoint) {
	return Plot.dot(small, {
		x: ({ x }) => x,
		y: ({ y }) => y,
		title: ({ title }) => title,
		r: 3,
		fillOpacity: 0.5,
		...dotOf(look),
	});
}

function intervalMarks({ x, y, look }: PlanePoint): Plot.Markish[] {
	const line = { stroke: look.colour, strokeWidth: 1.75 };
	const across = { x1: x.low, x2: x.high, y1: y.value, y2: y.value };
	const up = { x1: x.value, x2: x.value, y1: y.low, y2: y.high };
	return [
		Plot.link([0], { ...across, ...line }),
		Plot.link([0], { ...up, ...line }),
	];
}

function ringMark({ strong, x, y }: PlanePoint) {
	return strong
		? Plot.dot([0], {
				x: x.value,
				y: y.value,
				r: 11,
				stroke: "var(--ink)",
				strokeWidth: 1.5,
			})
		: null;
}

/** The base, and each point with its intervals and small points. */
export function pointMarks({ plane }: PlaneScene): Plot.Markish[] {
	const base = Plot.dot([0], {
		x: 0,
		y: 0,
		r: 5.5,
		fill: "var(--surface)",
		stroke: "var(--ink)",
		strokeWidth: 2,
	});
	const points = plane.points.map((point) => [
		intervalMarks(point),
		smallMarks(point),
		ringMark(point),
		Plot.dot([0], {
			x: point.x.value,
			y: point.y.value,
			title: () => point.title,
			r: 6.5,
			stroke: "var(--surface)",
			strokeWidth: 1.5,
			...dotOf(point.look),
		}),
	]);
	return [base, points];
}
