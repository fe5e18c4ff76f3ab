import type { Markup } from "../html/markup.ts";
import type { MonitorLines } from "../view/monitor-lines.ts";
import { countText } from "../view/number-text.ts";
import type { ReportView } from "../view/report-view.ts";
import { shortName } from "../view/short-name.ts";
import { breaksOf, chartScale } from "./chart-scale.ts";
import {
	type CurveFrame,
	curveMarks,
	heightScale,
	type Series,
} from "./curve-marks.ts";
import { drawChart } from "./draw-chart.ts";
import { lookAt } from "./looks.ts";

/** With a line above for what is to be said of the scale. */
function frameOf(hasLabel: boolean): CurveFrame {
	const marginTop = hasLabel ? 28 : 12;
	return {
		...{ width: 320, height: 178 + marginTop },
		...{ marginTop, marginBottom: 26, marginLeft: 40, marginRight: 54 },
	};
}

function seriesOf(
	{ result, recommended }: ReportView,
	{ lines }: MonitorLines,
): Series[] {
	return lines.map(({ arm, points, last }) => ({
		name: shortName(arm.name),
		label: last,
		strong: arm === recommended,
		look: lookAt(result.arms.indexOf(arm)),
		mean: points,
		runs: [],
	}));
}

/** One monitor by step, a line for each arm that logged it, with the figures in which they end. */
export function monitorChart(view: ReportView, monitor: MonitorLines): Markup {
	const { texts } = view;
	const { title, lines } = monitor;
	const series = seriesOf(view, monitor);
	const points = lines.flatMap((line) => line.points);
	const values = points.map(({ value }) => value);
	const range = { values, language: texts.language, zero: false, ticks: 4 };
	const scale = chartScale(range);
	const breaks = breaksOf(scale);
	const frame = frameOf(breaks.length > 0);
	const ends = lines.map(
		({ arm, last }) => `${shortName(arm.name)}${texts.colon}${last}`,
	);
	return drawChart({
		...frame,
		label: title,
		description: texts.chart.curveAlt({ title, ends: ends.join("; ") }),
		x: {
			domain: [0, Math.max(1, ...points.map(({ step }) => step))],
			label: null,
			ticks: 4,
			tickSize: 0,
			tickFormat: (step: number) => countText(texts.language, step),
		},
		y: {
			...heightScale(scale, frame),
			label: breaks.length > 0 ? texts.chart.compressed : null,
		},
		marks: curveMarks(series, scale, frame),
	});
}
