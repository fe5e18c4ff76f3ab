import * as Plot from "@observablehq/plot";
import { breaksOf, type ChartScale } from "../chart-scale.ts";
import { dotOf } from "../draw-chart.ts";
import { spreadApart } from "../place-labels.ts";
import { fitText, textWidth } from "../text-size.ts";
import type { Band, BandChart, BandGuide, MarkedPoint } from "./band.ts";

/** Where a drawing of a chart has its parts, in pixels. */
export interface BandFrame {
	readonly width: number;
	readonly height: number;
	readonly marginTop: number;
	readonly marginBottom: number;
	readonly marginRight: number;
	readonly x: Plot.ScaleOptions;
	readonly y: Plot.ScaleOptions;
	readonly up: ChartScale;
}

const fontSize = 12;
const channels = {
	x: "x",
	y: ({ y }: { readonly y: { readonly value: number } }) => y.value,
} as const;

/** Centred, unless that would leave the drawing. */
function anchorOf(half: number, place: number, { width }: BandFrame) {
	if (place - half < 0) return "start";
	return place + half > width ? "end" : "middle";
}

function guideMarks(
	{ at, text, range }: BandGuide,
	frame: BandFrame,
): Plot.Markish[] {
	const { up, x } = frame;
	const [low, high] = [up.domain[0]!, up.domain.at(-1)!];
	const place = Plot.scale({ x }).apply(at) as number;
	return [
		range === null
			? null
			: Plot.rect([0], {
					x1: range.low,
					x2: range.high,
					y1: low,
					y2: high,
					fill: "var(--noise)",
				}),
		Plot.ruleX([at], { stroke: "var(--muted)", strokeDasharray: "5 4" }),
		Plot.text([text], {
			x: () => at,
			frameAnchor: "top",
			lineAnchor: "bottom",
			dy: -3,
			text: (one: string) => one,
			textAnchor: anchorOf(textWidth(text, 11) / 2, place, frame),
			fill: "var(--muted)",
			fontSize: 11,
		}),
	];
}

function areaMark({ points, look, filled }: Band): Plot.Markish {
	return filled
		? Plot.areaY(points, {
				x: "x",
				y1: ({ y }) => y.low,
				y2: ({ y }) => y.high,
				fill: look.colour,
				fillOpacity: 0.16,
			})
		: null;
}

function lineMark({ points, look, filled }: Band): Plot.Markish {
	return Plot.line(points, {
		...channels,
		stroke: look.colour,
		strokeWidth: filled ? 2.5 : 1.75,
		...(filled ? {} : { strokeDasharray: "6 4" }),
	});
}

function pointMarks({
	x,
	y,
	look,
	hollow,
	strong,
	title,
}: MarkedPoint): Plot.Markish[] {
	const { symbol, fill } = dotOf(look);
	const colour = hollow ? "var(--muted)" : fill;
	return [
		Plot.link([0], {
			...{ x1: x, x2: x, y1: y.low, y2: y.high },
			stroke: colour,
			strokeWidth: 1.25,
			strokeOpacity: 0.7,
		}),
		Plot.dot([0], {
			x,
			y: y.value,
			title: () => title,
			...(strong
				? { r: 9, stroke: colour, strokeWidth: 2.5 }
				: {
						r: 4,
						symbol,
						fill: hollow ? "var(--surface)" : fill,
						stroke: hollow ? colour : "var(--surface)",
						strokeWidth: hollow ? 1.5 : 1,
					}),
		}),
	];
}

/** Names at the ends of the lines, moved apart if they would overlap; inside the frame if there is no room beside it. */
function nameMarks(
	bands: readonly Band[],
	{ x, y, height, marginTop, marginBottom, marginRight }: BandFrame,
): Plot.Markish[] {
	const named = bands.filter(
		({ name, points }) => name !== "" && points.length > 0,
	);
	const across = Plot.scale({ x });
	const up = Plot.scale({ y });
	const beside = marginRight > 60;
	const heights = spreadApart(
		named.map(({ points }) => up.apply(points.at(-1)!.y.value) as number),
		fontSize + 4,
		[marginTop, height - marginBottom],
	);
	return named.map(({ name, look, points, filled }, at) => {
		const end = across.apply(points.at(-1)!.x) as number;
		return Plot.text(
			[fitText(name, fontSize, beside ? marginRight - 12 : 150)],
			{
				frameAnchor: "top-left",
				textAnchor: beside ? "start" : "end",
				lineAnchor: "middle",
				dx: end - 46 + (beside ? 10 : -6),
				dy: heights[at]! - marginTop + (beside ? 0 : -10),
				text: (text: string) => text,
				title: () => name,
				fill: look.colour,
				stroke: "var(--surface)",
				strokeWidth: 4,
				fontSize,
				fontWeight: filled ? 700 : 600,
			},
		);
	});
}

/** Bands behind lines behind measurements. */
export function bandMarks(
	{ bands, points, guides }: BandChart,
	frame: BandFrame,
): Plot.Markish[] {
	const faint = { stroke: "var(--muted)", strokeDasharray: "1 4" };
	return [
		guides.map((guide) => guideMarks(guide, frame)),
		Plot.ruleY(breaksOf(frame.up), faint),
		Plot.ruleY([frame.up.domain[0]!], { stroke: "var(--axis)" }),
		bands.map(areaMark),
		bands.map(lineMark),
		points.map(pointMarks),
		nameMarks(bands, frame),
	];
}
