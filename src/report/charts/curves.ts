import * as Plot from "@observablehq/plot";
import type { CurvePoint } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import { countText, roundText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import {
	breaksOf,
	type ChartScale,
	chartScale,
	placedScale,
} from "./chart-scale.ts";
import { meanCurve, type Point, runCurve, thinned } from "./curve-points.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import { type Look, lookAt } from "./looks.ts";
import { spreadApart } from "./place-labels.ts";
import { fitText } from "./text-size.ts";

const margins = { top: 30, bottom: 44, left: 40 };
const fontSize = 12;

/** One drawing: a class says on which pages it shows. */
interface Size {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** Room for names to the right. */
	readonly right: number;
}

const sizes: readonly Size[] = [
	{ width: 500, height: 330, classes: " wide", right: 136 },
	{ width: 330, height: 290, classes: " narrow", right: 100 },
];

/** One measure by step. */
interface Measure {
	readonly title: string;
	readonly y: string;
	readonly of: (point: CurvePoint) => number | null;
	readonly fromZero: boolean;
}

interface Series {
	readonly name: string;
	readonly strong: boolean;
	readonly look: Look;
	readonly mean: readonly Point[];
	readonly runs: readonly (readonly Point[])[];
}

function seriesOf({ result, recommended }: ReportView, measure: Measure) {
	const runs = result.arms.flatMap((arm) => arm.runs).length;
	const most = Math.max(12, Math.min(40, Math.floor(1000 / runs)));
	return result.arms
		.map(
			(arm, place): Series => ({
				name: arm.name,
				strong: arm === recommended,
				look: lookAt(place),
				mean: thinned(meanCurve(arm, measure.of), 40),
				runs: arm.runs.map((run) => thinned(runCurve(run, measure.of), most)),
			}),
		)
		.filter(({ mean }) => mean.length > 0);
}

function lineMarks(series: readonly Series[]): Plot.Markish[] {
	const channels = { x: "step", y: "value" } as const;
	const thin = series.flatMap(({ look, runs }) =>
		runs.map((run) =>
			Plot.line(run, {
				...channels,
				stroke: look.colour,
				strokeOpacity: 0.3,
				strokeWidth: 1,
			}),
		),
	);
	const bold = series.map(({ look, mean, strong }) => [
		Plot.line(mean, {
			...channels,
			stroke: look.colour,
			strokeWidth: strong ? 3 : 2,
			...(look.dashes === null ? {} : { strokeDasharray: look.dashes }),
		}),
		Plot.dot(mean.slice(-1), {
			...channels,
			r: 4.5,
			stroke: "var(--surface)",
			strokeWidth: 1,
			...dotOf(look),
		}),
	]);
	return [thin, bold];
}

function heightScale(scale: ChartScale, { height }: Size) {
	return placedScale(scale, [height - margins.bottom, margins.top]);
}

/** Names to the right of the last points, moved apart where they would lie on each other. */
function endLabels(
	series: readonly Series[],
	scale: ChartScale,
	size: Size,
): Plot.Markish[] {
	const y = Plot.scale({ y: heightScale(scale, size) });
	const ends = series.map(({ mean }) => y.apply(mean.at(-1)!.value) as number);
	const room = size.height - margins.top;
	const gap = Math.min(fontSize + 3, room / Math.max(1, series.length));
	const heights = spreadApart(ends, gap, [
		margins.top - 4,
		size.height - margins.bottom + 4,
	]);
	return series.map(({ name, look, strong }, at) =>
		Plot.text([fitText(name, fontSize, size.right - 14)], {
			frameAnchor: "top-right",
			textAnchor: "start",
			lineAnchor: "middle",
			dx: 12,
			dy: heights[at]! - margins.top,
			text: (text: string) => text,
			title: () => name,
			fill: look.colour,
			fontSize,
			fontWeight: strong ? 700 : 500,
		}),
	);
}

/** What all drawings of a measure share. */
interface Curves {
	readonly measure: Measure;
	readonly series: readonly Series[];
	readonly scale: ChartScale;
	readonly lastStep: number;
	readonly description: string;
}

function curvesOf(view: ReportView, measure: Measure): Curves | null {
	const { texts } = view;
	const series = seriesOf(view, measure);
	if (series.length === 0) return null;
	const points = series.flatMap(({ mean, runs }) => [...mean, ...runs.flat()]);
	const range = {
		values: points.map(({ value }) => value),
		language: texts.language,
		zero: measure.fromZero,
	};
	const ends = series
		.map(({ name, mean }) => {
			const last = roundText(texts.language, mean.at(-1)!.value);
			return `${name}${texts.colon}${last}`;
		})
		.join("; ");
	return {
		measure,
		series,
		scale: chartScale(range),
		lastStep: Math.max(1, ...points.map(({ step }) => step)),
		description: texts.chart.curveAlt({ title: measure.title, ends }),
	};
}

function draw({ texts }: ReportView, curves: Curves, size: Size): Markup {
	const { measure, series, scale, lastStep, description } = curves;
	const breaks = breaksOf(scale);
	const y =
		breaks.length > 0 ? `${measure.y} (${texts.chart.compressed})` : measure.y;
	return drawChart({
		label: measure.title,
		description,
		width: size.width,
		height: size.height,
		classes: size.classes,
		marginTop: margins.top,
		marginRight: size.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			domain: [0, lastStep],
			label: texts.chart.step,
			labelAnchor: "center",
			ticks: 5,
			tickSize: 0,
			tickFormat: (step: number) => countText(texts.language, step),
		},
		y: { ...heightScale(scale, size), label: fitText(y, 12, size.width - 20) },
		marks: [
			Plot.ruleY([scale.domain[0]!], { stroke: "var(--axis)" }),
			Plot.ruleY(breaks, { stroke: "var(--muted)", strokeDasharray: "1 4" }),
			lineMarks(series),
			endLabels(series, scale, size),
		],
	});
}

/** Each measure by step, drawn for wide and for narrow pages, with its title; those that have no point are left out. */
export function curveCharts(
	view: ReportView,
): { readonly title: string; readonly charts: readonly Markup[] }[] {
	const { chart: texts } = view.texts;
	const measures: readonly Measure[] = [
		{
			title: texts.nllTitle,
			y: texts.nllY,
			of: ({ nll }) => nll,
			fromZero: false,
		},
		{
			title: texts.klTitle,
			y: texts.klY,
			of: ({ klGeneral }) => klGeneral,
			fromZero: true,
		},
	];
	return measures.flatMap((measure) => {
		const curves = curvesOf(view, measure);
		if (curves === null) return [];
		const charts = sizes.map((size) => draw(view, curves, size));
		return [{ title: measure.title, charts }];
	});
}
