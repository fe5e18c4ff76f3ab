import * as Plot from "@observablehq/plot";
import type { Markup } from "../../page/markup.ts";
import { drawChart } from "../draw-chart.ts";
import { fitText } from "../text-size.ts";

/** A cell of a matrix of counts. */
export interface MatrixCell {
	readonly row: number;
	readonly column: number;
	/** From 0 to 1: how dark the cell is. */
	readonly share: number;
	/** The first line inside the cell, and the one below it. */
	readonly text: string;
	readonly note: string;
	/** A CSS colour that follows the theme. */
	readonly colour: string;
}

export interface MatrixChart {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	/** What rows and columns are. */
	readonly rowTitle: string;
	readonly columnTitle: string;
	readonly rows: readonly string[];
	readonly columns: readonly string[];
	readonly cells: readonly MatrixCell[];
}

const width = 322;
const cellHeight = 62;
const margins = {
	marginTop: 46,
	marginRight: 4,
	marginBottom: 8,
	marginLeft: 86,
};

function cellMarks({
	row,
	column,
	share,
	text,
	note,
	colour,
}: MatrixCell): Plot.Markish[] {
	return [
		Plot.rect([0], {
			...{ x1: column, x2: column + 1, y1: row, y2: row + 1, inset: 2, rx: 6 },
			fill: colour,
			fillOpacity: 0.08 + 0.42 * share,
			stroke: colour,
			strokeOpacity: 0.35,
		}),
		Plot.text([text], {
			...{ x: () => column + 0.5, y: () => row + 0.5, dy: -8 },
			text: (one: string) => one,
			fill: "var(--ink)",
			fontSize: 16,
			fontWeight: 650,
		}),
		Plot.text([note], {
			...{ x: () => column + 0.5, y: () => row + 0.5, dy: 12 },
			text: (one: string) => one,
			fill: "var(--ink)",
			fontSize: 12,
		}),
	];
}

/** Counts by two properties. */
export function matrixChart(chart: MatrixChart): Markup {
	const { label, description, rows, columns, cells } = chart;
	const name = (text: string, room: number) => fitText(text, 12, room);
	const column =
		(width - margins.marginLeft - margins.marginRight) / columns.length;
	return drawChart({
		...{ label, description, ...margins, width },
		height: margins.marginTop + margins.marginBottom + cellHeight * rows.length,
		x: { type: "linear", domain: [0, columns.length], axis: null },
		y: { type: "linear", domain: [rows.length, 0], axis: null },
		marks: [
			cells.map(cellMarks),
			Plot.text([name(chart.columnTitle, width - margins.marginLeft)], {
				...{ frameAnchor: "top-left", lineAnchor: "bottom", dy: -24, dx: 2 },
				text: (one: string) => one,
				fill: "var(--muted)",
				fontWeight: 600,
			}),
			Plot.text([name(chart.rowTitle, margins.marginLeft - 10)], {
				...{ frameAnchor: "top-left", textAnchor: "end" },
				...{ lineAnchor: "bottom", dy: -6, dx: -8 },
				text: (one: string) => one,
				fill: "var(--muted)",
				fontWeight: 600,
			}),
			columns.map((text, at) =>
				Plot.text([name(text, column - 4)], {
					...{ x: () => at + 0.5, frameAnchor: "top" },
					...{ lineAnchor: "bottom", dy: -6 },
					text: (one: string) => one,
					fill: "var(--ink)",
				}),
			),
			rows.map((text, at) =>
				Plot.text([name(text, margins.marginLeft - 10)], {
					...{ y: () => at + 0.5, frameAnchor: "left" },
					...{ textAnchor: "end", dx: -8 },
					text: (one: string) => one,
					fill: "var(--ink)",
				}),
			),
		],
	});
}
