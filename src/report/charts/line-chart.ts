import type { Language } from "../page/language/language.ts";
import { countText } from "../page/language/number-text.ts";
import type { Markup } from "../page/markup.ts";
import { breaksOf, type ChartScale, chartScale } from "./chart-scale.ts";
import { chartTexts } from "./chart-texts.ts";
import { drawChart } from "./draw-chart.ts";
import { type CurveFrame, curveMarks, heightScale } from "./line-marks.ts";
import type { Series } from "./series.ts";
import { fitText } from "./text-size.ts";

/** Lines by step. */
export interface LineChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	/** One at least. */
	readonly series: readonly Series[];
	readonly language: Language;
}

/** A large chart with names of its axes. */
export interface NamedLineChart extends LineChart {
	readonly x: string;
	readonly y: string;
	/** Whether zero is on the vertical axis. */
	readonly fromZero: boolean;
}

/** One drawing: a class says on which pages it shows. */
interface Size extends CurveFrame {
	readonly classes: string;
}

const margins = { marginTop: 30, marginBottom: 44, marginLeft: 40 };

const sizes: readonly Size[] = [
	{ ...margins, width: 500, height: 330, classes: " wide", marginRight: 136 },
	{
		...margins,
		width: 330,
		height: 290,
		classes: " narrow paper",
		marginRight: 100,
	},
];

function pointsOfAll({ series }: LineChart) {
	return series.flatMap(({ mean, runs }) => [...mean, ...runs.flat()]);
}

/** From zero to the last step. */
function steps(chart: LineChart): [number, number] {
	return [0, Math.max(1, ...pointsOfAll(chart).map(({ step }) => step))];
}

function draw(chart: NamedLineChart, scale: ChartScale, size: Size): Markup {
	const { label, description, series, language } = chart;
	const { compressed } = chartTexts[language];
	const y = breaksOf(scale).length > 0 ? `${chart.y} (${compressed})` : chart.y;
	return drawChart({
		...size,
		label,
		description,
		x: {
			domain: steps(chart),
			label: chart.x,
			labelAnchor: "center",
			ticks: 5,
			tickSize: 0,
			tickFormat: (step: number) => countText(language, step),
		},
		y: { ...heightScale(scale, size), label: fitText(y, 12, size.width - 20) },
		marks: curveMarks(series, scale, size),
	});
}

/** Lines by step, drawn once for wide pages and once for narrow ones and paper. */
export function lineCharts(chart: NamedLineChart): Markup[] {
	const scale = chartScale({
		values: pointsOfAll(chart).map(({ value }) => value),
		language: chart.language,
		zero: chart.fromZero,
	});
	return sizes.map((size) => draw(chart, scale, size));
}

/** If the scale needs a remark, there is a line for it above the chart. */
function smallFrame(hasLabel: boolean): CurveFrame {
	const marginTop = hasLabel ? 28 : 12;
	return {
		...{ width: 320, height: 178 + marginTop },
		...{ marginTop, marginBottom: 26, marginLeft: 40, marginRight: 54 },
	};
}

/** Lines by step in a small chart that does not name its axes. */
export function smallLineChart(chart: LineChart): Markup {
	const { label, description, series, language } = chart;
	const values = pointsOfAll(chart).map(({ value }) => value);
	const scale = chartScale({ values, language, zero: false, ticks: 4 });
	const hasBreaks = breaksOf(scale).length > 0;
	const frame = smallFrame(hasBreaks);
	return drawChart({
		...frame,
		label,
		description,
		x: {
			domain: steps(chart),
			label: null,
			ticks: 4,
			tickSize: 0,
			tickFormat: (step: number) => countText(language, step),
		},
		y: {
			...heightScale(scale, frame),
			label: hasBreaks ? chartTexts[language].compressed : null,
		},
		marks: curveMarks(series, scale, frame),
	});
}
