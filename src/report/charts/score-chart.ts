import * as Plot from "@observablehq/plot";
import type { Language } from "../page/language/language.ts";
import type { Markup } from "../page/markup.ts";
import { type ChartScale, chartScale, placedScale } from "./chart-scale.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import type { Look } from "./looks.ts";
import { fitText } from "./text-size.ts";

/** Scores of one series by a setting, such as a learning rate. */
export interface ScoreSeries {
	readonly name: string;
	/** What can be seen in its chart, for those who hear it. */
	readonly description: string;
	readonly look: Look;
	/** `y` is in the units that are shown; null if there is no score. */
	readonly points: readonly { readonly x: number; readonly y: number | null }[];
	/** The setting that was chosen; null if there is none. */
	readonly chosen: number | null;
}

export interface ScoreCharts {
	readonly series: readonly ScoreSeries[];
	readonly x: string;
	readonly y: string;
	/** How a setting is written. */
	xText(x: number): string;
	/** Shown instead of a score that is null. */
	readonly missing: string;
	readonly language: Language;
}

const size = { width: 236, height: 176 };
const margins = { top: 26, right: 24, bottom: 42, left: 44 };

interface Point {
	readonly x: number;
	readonly y: number;
}

function scored({ points }: ScoreSeries): Point[] {
	return points.flatMap(({ x, y }) =>
		y === null || !Number.isFinite(y) ? [] : [{ x, y }],
	);
}

function scoreMarks(series: ScoreSeries, missing: string): Plot.Markish[] {
	const { look } = series;
	const points = scored(series);
	const lost = series.points.filter(
		({ x }) => !points.some((point) => point.x === x),
	);
	const chosen = points.filter(({ x }) => x === series.chosen);
	const channels = { x: "x", y: "y" } as const;
	const dot = dotOf(look);
	return [
		Plot.line(points, {
			...channels,
			sort: "x",
			stroke: look.colour,
			strokeWidth: 1.5,
		}),
		Plot.dot(points, {
			...channels,
			r: 4,
			symbol: dot.symbol,
			fill: "var(--surface)",
			stroke: look.colour,
			strokeWidth: 1.5,
		}),
		Plot.dot(chosen, {
			...channels,
			...dot,
			r: 6,
			stroke: "var(--surface)",
			strokeWidth: 1,
		}),
		Plot.text(lost, {
			x: "x",
			frameAnchor: "top",
			dy: 4,
			text: () => `✕ ${missing}`,
			lineAnchor: "top",
			fill: "var(--muted)",
			fontSize: 11,
		}),
	];
}

/** All charts share their scales, so that they can be compared. */
function sharedScales({ series, language }: ScoreCharts) {
	const scores = series.flatMap(scored).map(({ y }) => y);
	const settings = series.flatMap(({ points }) => points.map(({ x }) => x));
	const xs = [...new Set(settings)].filter((x) => x > 0).sort((a, b) => a - b);
	const y = chartScale({
		values: scores.length === 0 ? [1] : scores,
		language,
		zero: false,
		margin: 0.12,
		ticks: 4,
	});
	return { xs, y };
}

function draw(
	charts: ScoreCharts,
	series: ScoreSeries,
	{ xs, y }: { readonly xs: readonly number[]; readonly y: ChartScale },
): Markup {
	const stride = Math.ceil(xs.length / 5);
	const low = xs[0] ?? 1e-4;
	const high = xs.at(-1) ?? low;
	return drawChart({
		label: series.name,
		description: series.description,
		...size,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			type: "log",
			domain: [low / 1.25, high * 1.25],
			ticks: xs.filter((_, at) => at % stride === 0),
			tickFormat: charts.xText,
			tickSize: 0,
			label: charts.x,
		},
		y: {
			...placedScale(y, [size.height - margins.bottom, margins.top]),
			label: fitText(charts.y, 12, size.width - 30),
		},
		marks: [scoreMarks(series, charts.missing)],
	});
}

/** Scores by a setting on a logarithmic axis, a small chart for each series, in their order. */
export function scoreCharts(charts: ScoreCharts): Markup[] {
	const scales = sharedScales(charts);
	return charts.series.map((series) => draw(charts, series, scales));
}
