import type { CurvePoint } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import { countText, roundText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { breaksOf, type ChartScale, chartScale } from "./chart-scale.ts";
import {
	type CurveFrame,
	curveMarks,
	heightScale,
	type Series,
} from "./curve-marks.ts";
import { meanCurve, pointsOf, thinned } from "./curve-points.ts";
import { drawChart } from "./draw-chart.ts";
import { lookAt } from "./looks.ts";
import { fitText } from "./text-size.ts";

const margins = { marginTop: 30, marginBottom: 44, marginLeft: 40 };

/** One drawing: a class says on which pages it shows. */
interface Size extends CurveFrame {
	readonly classes: string;
}

const sizes: readonly Size[] = [
	{ ...margins, width: 500, height: 330, classes: " wide", marginRight: 136 },
	{ ...margins, width: 330, height: 290, classes: " narrow", marginRight: 100 },
];

/** One measure by step. */
interface Measure {
	readonly title: string;
	readonly y: string;
	readonly of: (point: CurvePoint) => number | null;
	readonly fromZero: boolean;
}

function seriesOf({ result, recommended }: ReportView, { of }: Measure) {
	const runs = result.arms.flatMap((arm) => arm.runs).length;
	const most = Math.max(8, Math.min(40, Math.floor(700 / runs)));
	return result.arms
		.map(
			(arm, place): Series => ({
				name: arm.name,
				label: arm.name,
				strong: arm === recommended,
				look: lookAt(place),
				mean: thinned(
					meanCurve(arm, ({ curve }) => pointsOf(curve, of)),
					40,
				),
				runs: arm.runs.map(({ curve }) => thinned(pointsOf(curve, of), most)),
			}),
		)
		.filter(({ mean }) => mean.length > 0);
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
		...size,
		label: measure.title,
		description,
		x: {
			domain: [0, lastStep],
			label: texts.chart.step,
			labelAnchor: "center",
			ticks: 5,
			tickSize: 0,
			tickFormat: (step: number) => countText(texts.language, step),
		},
		y: { ...heightScale(scale, size), label: fitText(y, 12, size.width - 20) },
		marks: curveMarks(series, scale, size),
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
		{
			title: texts.mThetaTitle,
			y: texts.mThetaY,
			of: ({ mTheta }) => mTheta,
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
