import * as Plot from "@observablehq/plot";
import type { Estimate } from "../../stats/estimate.ts";
import type { Language } from "../page/language/language.ts";
import type { Markup } from "../page/markup.ts";
import { breaksOf, chartScale, placedScale } from "./chart-scale.ts";
import { chartTexts } from "./chart-texts.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import type { Look } from "./looks.ts";
import { fitText } from "./text-size.ts";

/** A value with its interval. */
export interface IntervalRow {
	readonly name: string;
	/** In the units that are shown; null if it was not measured. */
	readonly value: Estimate | null;
	/** Whether it is emphasised. */
	readonly strong: boolean;
	readonly look: Look;
}

export interface IntervalChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	readonly x: string;
	readonly rows: readonly IntervalRow[];
	/** Half the width of the grey band around zero; 0 for none. */
	readonly noise: number;
	/** Shown instead of a value that is null. */
	readonly missing: string;
	readonly language: Language;
}

const width = 322;
const row = 24;
const margins = { top: 8, right: 14, bottom: 44, left: 116 };

function nameMark({ name, strong }: IntervalRow, place: number): Plot.Markish {
	return Plot.text([fitText(name, 12, margins.left - 16)], {
		y: () => place,
		frameAnchor: "left",
		dx: -10,
		textAnchor: "end",
		text: (text: string) => text,
		title: () => name,
		fill: "var(--ink)",
		fontWeight: strong ? 700 : 400,
	});
}

function missingMark(missing: string, place: number): Plot.Markish {
	return Plot.text([missing], {
		y: () => place,
		x: 0,
		dx: 6,
		textAnchor: "start",
		text: (text: string) => text,
		fill: "var(--muted)",
	});
}

function intervalMarks(
	{ value, low, high }: Estimate,
	look: Look,
	place: number,
): Plot.Markish[] {
	return [
		Plot.link([0], {
			x1: low,
			x2: high,
			y1: place,
			y2: place,
			stroke: look.colour,
			strokeWidth: 2,
		}),
		Plot.dot([0], {
			x: value,
			y: place,
			r: 5,
			stroke: "var(--surface)",
			strokeWidth: 1,
			...dotOf(look),
		}),
	];
}

function rowMarks(one: IntervalRow, place: number, missing: string) {
	const { value, look } = one;
	return [
		nameMark(one, place),
		value === null
			? missingMark(missing, place)
			: intervalMarks(value, look, place),
	];
}

/** Values around zero with their intervals, a row each, before a band of noise. */
export function intervalChart(chart: IntervalChart): Markup {
	const { label, description, x, rows, noise, missing, language } = chart;
	const scale = chartScale({
		zero: true,
		// Of two rows, neither hides others.
		linear: rows.length <= 2,
		values: [
			-noise,
			noise,
			...rows.flatMap(({ value }) =>
				value === null ? [] : [value.low, value.high],
			),
		],
		language,
		ticks: 4,
	});
	const breaks = breaksOf(scale);
	const named =
		breaks.length > 0 ? `${x}, ${chartTexts[language].compressed}` : x;
	return drawChart({
		label,
		description,
		width,
		height: margins.top + margins.bottom + row * rows.length,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			...placedScale(scale, [margins.left, width - margins.right]),
			label: fitText(named, 12, width - 20),
			labelAnchor: "right",
			labelArrow: "none",
		},
		y: {
			type: "linear",
			domain: [rows.length - 0.5, -0.5],
			axis: null,
		},
		marks: [
			Plot.rect([0], {
				x1: -noise,
				x2: noise,
				y1: -0.5,
				y2: rows.length - 0.5,
				fill: "var(--noise)",
			}),
			Plot.ruleX(breaks, { stroke: "var(--muted)", strokeDasharray: "1 4" }),
			Plot.ruleX([0], { stroke: "var(--axis)" }),
			rows.map((one, place) => rowMarks(one, place, missing)),
		],
	});
}
