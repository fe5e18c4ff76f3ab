import * as Plot from "@observablehq/plot";
import type { CurvePoint } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import { roundText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { type ChartScale, scaleAround, scaleWithZero } from "./chart-scale.ts";
import { meanCurve, type Point, runCurve } from "./curve-points.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import { type Look, lookAt } from "./looks.ts";
import { spreadApart } from "./place-labels.ts";
import { fitText } from "./text-size.ts";

const size = { width: 500, height: 330 };
const margins = { top: 30, right: 136, bottom: 44, left: 46 };
const fontSize = 12;

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
	return result.arms
		.map(
			(arm, place): Series => ({
				name: arm.name,
				strong: arm === recommended,
				look: lookAt(place),
				mean: meanCurve(arm, measure.of),
				runs: arm.runs.map((run) => runCurve(run, measure.of)),
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

/** Names to the right of the last points, moved apart where they would lie on each other. */
function endLabels(
	series: readonly Series[],
	scale: ChartScale,
): Plot.Markish[] {
	const range = [size.height - margins.bottom, margins.top] as const;
	const y = Plot.scale({ y: { ...scale.options, range: [...range] } });
	const ends = series.map(({ mean }) => y.apply(mean.at(-1)!.value) as number);
	const room = size.height - margins.top;
	const gap = Math.min(fontSize + 3, room / Math.max(1, series.length));
	const heights = spreadApart(ends, gap, [
		margins.top - 4,
		size.height - margins.bottom + 4,
	]);
	return series.map(({ name, look, strong }, at) =>
		Plot.text([fitText(name, fontSize, margins.right - 14)], {
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

function curveChart(view: ReportView, measure: Measure): Markup | null {
	const { texts } = view;
	const series = seriesOf(view, measure);
	if (series.length === 0) return null;
	const points = series.flatMap(({ mean, runs }) => [...mean, ...runs.flat()]);
	const range = {
		values: points.map(({ value }) => value),
		language: texts.language,
	};
	const scale = measure.fromZero ? scaleWithZero(range) : scaleAround(range);
	const ends = series
		.map(({ name, mean }) => {
			const last = roundText(texts.language, mean.at(-1)!.value);
			return `${name}${texts.colon}${last}`;
		})
		.join("; ");
	const lastStep = Math.max(1, ...points.map(({ step }) => step));
	return drawChart({
		label: measure.title,
		description: texts.chart.curveAlt({ title: measure.title, ends }),
		...size,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			domain: [0, lastStep],
			label: texts.chart.step,
			labelAnchor: "center",
			ticks: 5,
			tickFormat: (step: number) => roundText(texts.language, step),
		},
		y: {
			...scale.options,
			label: scale.compressed
				? `${measure.y} (${texts.chart.compressed})`
				: measure.y,
		},
		marks: [
			Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1 }),
			Plot.axisX({ tickSize: 0 }),
			Plot.axisY({ tickSize: 0 }),
			Plot.ruleY([scale.options.domain[0]], { stroke: "var(--axis)" }),
			lineMarks(series),
			endLabels(series, scale),
		],
	});
}

/** A chart of a measure by step, with its title; those that have no point are left out. */
export function curveCharts(
	view: ReportView,
): { readonly title: string; readonly chart: Markup }[] {
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
		const chart = curveChart(view, measure);
		return chart === null ? [] : [{ title: measure.title, chart }];
	});
}
