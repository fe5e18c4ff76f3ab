import * as Plot from "@observablehq/plot";
import type { ReportView } from "../view/report-view.ts";
import { breaksOf, type ChartScale } from "./chart-scale.ts";
import { dotOf } from "./draw-chart.ts";
import {
	frontSteps,
	type PlanePlace,
	type PlanePoint,
} from "./plane-points.ts";
import type { Leash, PlaneScene } from "./plane-scene.ts";

const halo = { stroke: "var(--surface)", strokeWidth: 4 } as const;

function ends({ domain }: ChartScale): readonly [number, number] {
	return [domain[0]!, domain.at(-1)!];
}

function noiseMarks({ noise, x, view }: PlaneScene): Plot.Markish {
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
		Plot.text([view.texts.chart.noise], {
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

function frontMarks({ points, x, view }: PlaneScene): Plot.Markish {
	const steps = frontSteps(points, ends(x)[1]);
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
			text: () => view.texts.chart.front,
			textAnchor: "end",
			dy: -9,
			fill: "var(--muted)",
			fontSize: 11,
			...halo,
		}),
	];
}

function leashMarks(
	{ bound, colour, text }: Leash,
	[left, right]: readonly [number, number],
): Plot.Markish {
	const atEnd = bound > left + 0.75 * (right - left);
	return [
		Plot.ruleX([bound], {
			stroke: colour,
			strokeWidth: 1.5,
			strokeDasharray: "7 4",
		}),
		Plot.text([bound], {
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

/** What lies behind the points: grid, noise, the front, leashes. */
export function groundMarks(scene: PlaneScene): Plot.Markish[] {
	const faint = { stroke: "var(--muted)", strokeDasharray: "1 4" };
	return [
		noiseMarks(scene),
		Plot.ruleX(breaksOf(scene.x), faint),
		Plot.ruleY(breaksOf(scene.y), faint),
		Plot.ruleY([0], { stroke: "var(--axis)" }),
		Plot.ruleX([0], { stroke: "var(--axis)" }),
		frontMarks(scene),
		scene.leashes.map((leash) => leashMarks(leash, ends(scene.x))),
	];
}

/** A place in words, as `arm: gain +12.6, moved 0.0412` tells it. */
export function placeTexts(
	{ view, target, distance }: PlaneScene,
	{ x, y }: PlanePlace,
) {
	const across = view.figures(distance);
	const up = view.figures(target);
	return {
		x: across.value(x.value / across.scale),
		y: up.change(y.value / up.scale),
	};
}

function seedMarks(scene: PlaneScene, { arm, look, seeds }: PlanePoint) {
	const { chart } = scene.view.texts;
	return Plot.dot(seeds, {
		x: ({ x }) => x.value,
		y: ({ y }) => y.value,
		title: (seed) =>
			chart.seed({
				arm: arm.name,
				seed: seed.run.seed,
				...placeTexts(scene, seed),
			}),
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

function ringMark({ recommended }: ReportView, { arm, x, y }: PlanePoint) {
	return arm === recommended
		? Plot.dot([0], {
				x: x.value,
				y: y.value,
				r: 11,
				stroke: "var(--ink)",
				strokeWidth: 1.5,
			})
		: null;
}

/** The base, and each arm with its intervals and seeds. */
export function pointMarks(scene: PlaneScene): Plot.Markish[] {
	const { view, points } = scene;
	const base = Plot.dot([0], {
		x: 0,
		y: 0,
		r: 5.5,
		fill: "var(--surface)",
		stroke: "var(--ink)",
		strokeWidth: 2,
	});
	const arms = points.map((point) => [
		intervalMarks(point),
		seedMarks(scene, point),
		ringMark(view, point),
		Plot.dot([0], {
			x: point.x.value,
			y: point.y.value,
			title: () =>
				view.texts.chart.point({
					arm: point.arm.name,
					...placeTexts(scene, point),
				}),
			r: 6.5,
			stroke: "var(--surface)",
			strokeWidth: 1.5,
			...dotOf(point.look),
		}),
	]);
	return [base, arms];
}
