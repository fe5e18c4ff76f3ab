import type { Markup } from "../../page/markup.ts";
import {
	breaksOf,
	type ChartScale,
	chartScale,
	placedScale,
} from "../chart-scale.ts";
import { chartTexts } from "../chart-texts.ts";
import { drawChart } from "../draw-chart.ts";
import { fitText } from "../text-size.ts";
import type { BandChart } from "./band.ts";
import { bandMarks } from "./band-marks.ts";

/** One drawing: a class says on which pages it shows. */
export interface BandSize {
	readonly width: number;
	readonly height: number;
	readonly classes: string;
	/** Room for the names of the lines. */
	readonly marginRight: number;
}

const margins = { marginTop: 34, marginBottom: 44, marginLeft: 46 };

const largeSizes: readonly BandSize[] = [
	{ width: 1030, height: 420, classes: " wide", marginRight: 170 },
	{ width: 330, height: 320, classes: " narrow", marginRight: 16 },
	{ width: 690, height: 340, classes: " paper", marginRight: 166 },
];

const small = { width: 322, height: 236, marginRight: 16 };

/** Drawings of a chart that shares its line with another one, and with two others. */
const smallSizes: Readonly<Record<2 | 3, readonly BandSize[]>> = {
	2: [
		{ width: 500, height: 300, classes: " wide", marginRight: 18 },
		{ ...small, classes: " narrow paper" },
	],
	3: [{ ...small, classes: "" }],
};

/** A scale for everything that several charts show, so that they can be compared. */
export function sharedBandScale(
	charts: readonly Pick<BandChart, "bands" | "points" | "language">[],
): ChartScale {
	const values = charts.flatMap(({ bands, points }) => [
		...bands.flatMap((band) =>
			band.points.flatMap(({ y }) =>
				band.filled ? [y.low, y.high] : [y.value],
			),
		),
		...points.flatMap(({ y }) => [y.low, y.high]),
	]);
	const language = charts[0]?.language ?? "en";
	return chartScale({ values, language, zero: false });
}

function draw(chart: BandChart, size: BandSize): Markup {
	const { label, description, x, y, across, bands, language } = chart;
	const up = chart.up ?? sharedBandScale([chart]);
	const { compressed } = chartTexts[language];
	const named = breaksOf(up).length > 0 ? `${y} (${compressed})` : y;
	const isNamed = bands.some(({ name }) => name !== "");
	const frame = {
		...{ ...margins, ...size },
		marginRight: isNamed ? size.marginRight : Math.min(18, size.marginRight),
	};
	const scales = {
		x: across.placed([frame.marginLeft, size.width - frame.marginRight]),
		y: placedScale(up, [size.height - frame.marginBottom, frame.marginTop]),
	};
	return drawChart({
		...frame,
		label,
		description,
		x: {
			...scales.x,
			label: fitText(x, 12, size.width - 30),
			labelAnchor: "right",
		},
		y: { ...scales.y, label: fitText(named, 12, size.width - 20) },
		marks: bandMarks(chart, { ...frame, ...scales, up }),
	});
}

/** Means with their intervals, and measurements, in a small chart of which so many share a line of a wide page. */
export function bandCharts(chart: BandChart, besides: 2 | 3): Markup[] {
	return smallSizes[besides].map((size) => draw(chart, size));
}

/** The same as a large chart, drawn for wide pages, for narrow ones and for paper: costs and what they reach. */
export function frontierCharts(chart: BandChart): Markup[] {
	return largeSizes.map((size) => draw(chart, size));
}
