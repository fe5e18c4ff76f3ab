import * as Plot from "@observablehq/plot";
import type { ArmResult, Axis } from "../../studies/pilot/pilot-result.ts";
import type { Markup } from "../html/markup.ts";
import { estimateOf } from "../view/estimate-of.ts";
import type { ReportView } from "../view/report-view.ts";
import { breaksOf, chartScale, placedScale } from "./chart-scale.ts";
import { dotOf, drawChart } from "./draw-chart.ts";
import { lookAt } from "./looks.ts";
import { fitText } from "./text-size.ts";

const width = 322;
const row = 24;
const margins = { top: 8, right: 14, bottom: 44, left: 116 };

/** An arm's difference from the base, in the units that are shown; null where it was not measured. */
function rowsOf({ result }: ReportView, axis: Axis, scale: number) {
	return result.arms.map((arm, place) => {
		const change = estimateOf(arm.gains, axis);
		return {
			arm,
			place,
			change:
				change === null
					? null
					: {
							value: change.value * scale,
							low: change.low * scale,
							high: change.high * scale,
						},
		};
	});
}

type Row = ReturnType<typeof rowsOf>[number];

function rowMarks(view: ReportView, row: Row): Plot.Markish {
	const { arm, place, change } = row;
	const { texts, recommended } = view;
	const name = Plot.text([fitText(arm.name, 12, margins.left - 16)], {
		y: () => place,
		frameAnchor: "left",
		dx: -10,
		textAnchor: "end",
		text: (text: string) => text,
		title: () => arm.name,
		fill: "var(--ink)",
		fontWeight: arm === recommended ? 700 : 400,
	});
	if (change === null)
		return [
			name,
			Plot.text([texts.table.missing], {
				y: () => place,
				x: 0,
				dx: 6,
				textAnchor: "start",
				text: (text: string) => text,
				fill: "var(--muted)",
			}),
		];
	const look = lookAt(place);
	return [
		name,
		Plot.link([0], {
			x1: change.low,
			x2: change.high,
			y1: place,
			y2: place,
			stroke: look.colour,
			strokeWidth: 2,
		}),
		Plot.dot([0], {
			x: change.value,
			y: place,
			r: 5,
			stroke: "var(--surface)",
			strokeWidth: 1,
			...dotOf(look),
		}),
	];
}

function describe(view: ReportView, axis: Axis): string {
	const figures = view.figures(axis);
	const told = (arm: ArmResult) => {
		const change = estimateOf(arm.gains, axis);
		const text =
			change === null ? view.texts.table.missing : figures.change(change.value);
		return `${arm.name}${view.texts.colon}${text}`;
	};
	return view.result.arms.map(told).join("; ");
}

/** The differences of all arms from the base on one axis, with their intervals and the noise of measuring. */
export function changesChart(view: ReportView, axis: Axis): Markup {
	const { texts } = view;
	const figures = view.figures(axis);
	const rows = rowsOf(view, axis, figures.scale);
	const noise = axis.noise * figures.scale;
	const scale = chartScale({
		zero: true,
		values: [
			-noise,
			noise,
			...rows.flatMap(({ change }) =>
				change === null ? [] : [change.low, change.high],
			),
		],
		language: texts.language,
		ticks: 4,
	});
	const breaks = breaksOf(scale);
	const points = describe(view, axis);
	const label = texts.chart.change({
		unit: figures.changeUnit,
		better: axis.better,
	});
	return drawChart({
		label: axis.name,
		description: texts.chart.changeAlt({ axis: axis.name, points }),
		width,
		height: margins.top + margins.bottom + row * rows.length,
		marginTop: margins.top,
		marginRight: margins.right,
		marginBottom: margins.bottom,
		marginLeft: margins.left,
		x: {
			...placedScale(scale, [margins.left, width - margins.right]),
			label: fitText(
				breaks.length > 0 ? `${label}, ${texts.chart.compressed}` : label,
				12,
				width - 20,
			),
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
			rows.map((one) => rowMarks(view, one)),
		],
	});
}
