import * as Plot from "@observablehq/plot";
import { breaksOf, type ChartScale, placedScale } from "./chart-scale.ts";
import { dotOf } from "./draw-chart.ts";
import { spreadApart } from "./place-labels.ts";
import type { Series } from "./series.ts";
import { fitText } from "./text-size.ts";

const fontSize = 12;

/** The size of a chart and its margins, in pixels. */
export interface CurveFrame {
	readonly width: number;
	readonly height: number;
	readonly marginTop: number;
	readonly marginBottom: number;
	readonly marginLeft: number;
	/** Room for labels too. */
	readonly marginRight: number;
}

/** The axis, where the scale breaks, and a labelled line for each series. */
export function curveMarks(
	series: readonly Series[],
	scale: ChartScale,
	frame: CurveFrame,
): Plot.Markish[] {
	return [
		Plot.ruleY([scale.domain[0]!], { stroke: "var(--axis)" }),
		Plot.ruleY(breaksOf(scale), {
			stroke: "var(--muted)",
			strokeDasharray: "1 4",
		}),
		lineMarks(series),
		endLabels(series, scale, frame),
	];
}

/** Bold lines of means that end in the symbol of the series, over thin ones of runs. */
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

/** The scale between the frame's margins. */
export function heightScale(
	scale: ChartScale,
	{ height, marginTop, marginBottom }: CurveFrame,
): Plot.ScaleOptions {
	return placedScale(scale, [height - marginBottom, marginTop]);
}

/** Labels to the right of the last points, moved apart if they would overlap. */
function endLabels(
	series: readonly Series[],
	scale: ChartScale,
	frame: CurveFrame,
): Plot.Markish[] {
	const { height, marginTop, marginBottom, marginRight } = frame;
	const y = Plot.scale({ y: heightScale(scale, frame) });
	const ends = series.map(({ mean }) => y.apply(mean.at(-1)!.value) as number);
	const room = height - marginTop;
	const gap = Math.min(fontSize + 3, room / Math.max(1, series.length));
	const heights = spreadApart(ends, gap, [
		marginTop - 4,
		height - marginBottom + 4,
	]);
	return series.map(({ name, label, look, strong }, at) =>
		Plot.text([fitText(label, fontSize, marginRight - 14)], {
			frameAnchor: "top-right",
			textAnchor: "start",
			lineAnchor: "middle",
			dx: 12,
			dy: heights[at]! - marginTop,
			text: (text: string) => text,
			title: () => name,
			fill: look.colour,
			fontSize,
			fontWeight: strong ? 700 : 500,
		}),
	);
}
