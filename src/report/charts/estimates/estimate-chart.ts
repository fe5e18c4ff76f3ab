import * as Plot from "@observablehq/plot";
import type { Estimate } from "../../../stats/estimate.ts";
import { html, type Markup } from "../../page/markup.ts";
import {
	breaksOf,
	type ChartScale,
	chartScale,
	placedScale,
} from "../chart-scale.ts";
import { chartTexts } from "../chart-texts.ts";
import { dotOf, drawChart } from "../draw-chart.ts";
import { swatch } from "../swatch.ts";
import { fitText, textWidth } from "../text-size.ts";
import type {
	EstimateChart,
	EstimateRow,
	EstimateSeries,
} from "./estimates.ts";

/** One drawing: a class says on which pages it shows. */
interface Size {
	readonly width: number;
	readonly marginLeft: number;
	readonly classes: string;
}

const narrow: Size = { width: 330, marginLeft: 108, classes: "" };

const sizes: Readonly<Record<1 | 2 | 3, readonly Size[]>> = {
	1: [
		{ width: 1030, marginLeft: 230, classes: " wide" },
		{ ...narrow, classes: " narrow" },
		{ width: 690, marginLeft: 180, classes: " paper" },
	],
	2: [
		{ width: 500, marginLeft: 150, classes: " wide" },
		{ ...narrow, classes: " narrow paper" },
	],
	3: [narrow],
};

const fontSize = 12;
const margins = { marginBottom: 44, marginRight: 16 };
/** Pixels of a row: for each series, and between rows. */
const lane = 15;
const gap = 13;

function dotMarks(
	{ value, low, high }: Estimate,
	{ look, hollow, name }: EstimateSeries,
	place: number,
): Plot.Markish[] {
	const { symbol, fill } = dotOf(look);
	return [
		Plot.link([0], {
			...{ x1: low, x2: high, y1: place, y2: place },
			stroke: look.colour,
			strokeWidth: 2,
			strokeOpacity: hollow ? 0.6 : 1,
		}),
		Plot.dot([0], {
			...{ x: value, y: place, r: 4.5, symbol },
			title: () => name,
			fill: hollow ? "var(--surface)" : fill,
			stroke: hollow ? look.colour : "var(--surface)",
			strokeWidth: hollow ? 1.75 : 1,
		}),
	];
}

function rowMarks(
	{ series, missing }: EstimateChart,
	{ name, values, strong }: EstimateRow,
	place: number,
	marginLeft: number,
): Plot.Markish[] {
	const lanes = series.length;
	const step = lane / (lanes * lane + gap);
	const isEmpty = values.every((value) => value === null);
	return [
		Plot.text([fitText(name, fontSize, marginLeft - 16)], {
			y: () => place,
			frameAnchor: "left",
			dx: -10,
			textAnchor: "end",
			text: (text: string) => text,
			title: () => name,
			fill: "var(--ink)",
			fontWeight: strong ? 700 : 400,
		}),
		isEmpty
			? Plot.text([missing], {
					y: () => place,
					frameAnchor: "left",
					dx: 6,
					text: (text: string) => text,
					fill: "var(--muted)",
				})
			: values.map((value, at) =>
					value === null
						? null
						: dotMarks(
								value,
								series[at]!,
								place + (at - (lanes - 1) / 2) * step,
							),
				),
	];
}

/** Names of guides above the frame, each at its line. */
function guideMarks(
	{ guides }: EstimateChart,
	x: Plot.ScaleOptions,
	{ width }: Size,
): Plot.Markish[] {
	const scale = Plot.scale({ x });
	return guides.map(({ at, text }) => {
		const half = textWidth(text, 11) / 2;
		const place = scale.apply(at) as number;
		const anchor =
			place - half < 0 ? "start" : place + half > width ? "end" : "middle";
		return [
			Plot.ruleX([at], { stroke: "var(--muted)", strokeDasharray: "5 4" }),
			Plot.text([text], {
				x: () => at,
				frameAnchor: "top",
				lineAnchor: "bottom",
				dy: -3,
				text: (one: string) => one,
				textAnchor: anchor,
				fill: "var(--muted)",
				fontSize: 11,
			}),
		];
	});
}

function draw(chart: EstimateChart, scale: ChartScale, size: Size): Markup {
	const { label, description, rows, series, guides, language } = chart;
	const compressed = breaksOf(scale).length > 0;
	const named = compressed
		? `${chart.x}, ${chartTexts[language].compressed}`
		: chart.x;
	const marginTop = guides.length > 0 ? 24 : 8;
	const height = rows.length * (series.length * lane + gap);
	const x = placedScale(scale, [
		size.marginLeft,
		size.width - margins.marginRight,
	]);
	return drawChart({
		...{ label, description, ...margins, ...size, marginTop },
		height: marginTop + margins.marginBottom + height,
		x: {
			...x,
			label: fitText(named, fontSize, size.width - 20),
			labelAnchor: "right",
			labelArrow: "none",
		},
		y: { type: "linear", domain: [rows.length - 0.5, -0.5], axis: null },
		marks: [
			Plot.ruleX(breaksOf(scale), {
				stroke: "var(--muted)",
				strokeDasharray: "1 4",
			}),
			Plot.ruleX(
				scale.domain[0]! <= 0 && scale.domain.at(-1)! >= 0 ? [0] : [],
				{ stroke: "var(--axis)" },
			),
			guideMarks(chart, x, size),
			rows.map((one, place) => rowMarks(chart, one, place, size.marginLeft)),
		],
	});
}

/** Estimates by row and series: so many such charts share a line of a wide page. */
export function estimateCharts(
	chart: EstimateChart,
	besides: 1 | 2 | 3,
): Markup[] {
	const values = [
		...chart.guides.map(({ at }) => at),
		...chart.rows.flatMap((one) =>
			one.values.flatMap((value) =>
				value === null ? [] : [value.low, value.high],
			),
		),
	];
	const { language } = chart;
	const scale =
		chart.across ?? chartScale({ values, language, zero: true, ticks: 4 });
	return sizes[besides].map((size) => draw(chart, scale, size));
}

/** Which symbol is which series. */
export function estimateKey({ series }: Pick<EstimateChart, "series">): Markup {
	return html`<ul class="key">${series.map(({ name, look }) => html`<li>${swatch(look)}<bdi>${name}</bdi></li>`)}</ul>`;
}
