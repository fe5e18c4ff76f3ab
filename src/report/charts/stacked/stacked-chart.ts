import * as Plot from "@observablehq/plot";
import { html, type Markup } from "../../page/markup.ts";
import { drawChart } from "../draw-chart.ts";
import { swatch } from "../swatch.ts";
import { fitText, textWidth } from "../text-size.ts";
import type { StackedChart, StackedPart } from "./stacked.ts";

/** One drawing: a class says on which pages it shows. */
interface Size {
	readonly width: number;
	readonly marginLeft: number;
	readonly classes: string;
}

const sizes: readonly Size[] = [
	{ width: 1030, marginLeft: 210, classes: " wide" },
	{ width: 330, marginLeft: 96, classes: " narrow" },
	{ width: 690, marginLeft: 170, classes: " paper" },
];

const row = 34;
const bar = 24;
const fontSize = 12;
const margins = { marginTop: 6, marginBottom: 40, marginRight: 14 };

interface Segment {
	readonly part: StackedPart;
	readonly from: number;
	readonly to: number;
	readonly place: number;
}

function segmentsOf({ parts, rows }: StackedChart): Segment[] {
	return rows.flatMap(({ shares }, place) => {
		let from = 0;
		return parts.map((part, at) => {
			const to = from + Math.max(0, shares[at] ?? 0);
			const segment = { part, from, to, place };
			from = to;
			return segment;
		});
	});
}

/** `24%` in a segment that has room for it. */
function labelMark(
	{ part, from, to, place }: Segment,
	pixels: number,
): Plot.Markish {
	const text = `${Math.round((to - from) * 100)}%`;
	const fits = (to - from) * pixels >= textWidth(text, fontSize) + 6;
	return fits
		? Plot.text([text], {
				x: () => (from + to) / 2,
				y: () => place,
				text: (one: string) => one,
				fill: part.ink,
				fontWeight: 600,
				fontSize,
			})
		: null;
}

function segmentMark({ part, from, to, place }: Segment): Plot.Markish {
	const half = bar / row / 2;
	return to > from
		? Plot.rect([0], {
				...{ x1: from, x2: to, y1: place - half, y2: place + half },
				fill: part.look.colour,
				stroke: "var(--surface)",
				strokeWidth: 1,
				title: () => part.name,
			})
		: null;
}

function draw(chart: StackedChart, size: Size): Markup {
	const { label, description, rows } = chart;
	const pixels = size.width - size.marginLeft - margins.marginRight;
	const segments = segmentsOf(chart);
	return drawChart({
		...{ label, description, ...margins, ...size },
		height: margins.marginTop + margins.marginBottom + row * rows.length,
		x: {
			domain: [0, 1],
			ticks: [0, 0.25, 0.5, 0.75, 1],
			tickFormat: (tick: number) => `${Math.round(tick * 100)}%`,
			tickSize: 0,
			label: fitText(chart.x, fontSize, size.width - 20),
			labelAnchor: "right",
			labelArrow: "none",
		},
		y: { type: "linear", domain: [rows.length - 0.5, -0.5], axis: null },
		marks: [
			segments.map(segmentMark),
			segments.map((segment) => labelMark(segment, pixels)),
			rows.map(({ name, strong }, place) =>
				Plot.text([fitText(name, fontSize, size.marginLeft - 14)], {
					y: () => place,
					frameAnchor: "left",
					textAnchor: "end",
					dx: -10,
					text: (one: string) => one,
					title: () => name,
					fill: "var(--ink)",
					fontWeight: strong ? 700 : 400,
				}),
			),
		],
	});
}

/** Shares of a whole as bars, drawn for wide pages, for narrow ones and for paper. */
export function stackedCharts(chart: StackedChart): Markup[] {
	return sizes.map((size) => draw(chart, size));
}

/** Which colour is which part, in the order of the segments. */
export function stackedKey({ parts }: Pick<StackedChart, "parts">): Markup {
	return html`<ul class="key">${parts.map(({ name, look }) => html`<li>${swatch(look)}<bdi>${name}</bdi></li>`)}</ul>`;
}
