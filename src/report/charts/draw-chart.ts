import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { type Markup, raw } from "../page/markup.ts";
import type { Look, Shape } from "./looks.ts";

export interface ChartOptions extends Omit<Plot.PlotOptions, "document"> {
	/** What the chart shows, and what can be seen in it, for those who hear it. */
	readonly label: string;
	readonly description: string;
	readonly width: number;
	readonly height: number;
	/** Further classes, with a space before each. */
	readonly classes?: string;
}

/** The part of an element that is used here; the types of the DOM are not available. */
interface SvgElement {
	readonly outerHTML: string;
	readonly attributes: Iterable<{
		readonly name: string;
		readonly value: string;
	}>;
	querySelectorAll(selector: string): Iterable<SvgElement>;
	setAttribute(name: string, value: string): void;
	removeAttribute(name: string): void;
	remove(): void;
}

/** What a symbol draws with. */
interface Path {
	moveTo(x: number, y: number): void;
	lineTo(x: number, y: number): void;
	arc(x: number, y: number, r: number, start: number, end: number): void;
	closePath(): void;
}

/** Attributes whose numbers need no more than two decimals of a pixel. */
const measured = /^(d|transform|points|x|y|x1|x2|y1|y2|cx|cy|r|width|height)$/;

function shorten(element: SvgElement): void {
	for (const one of [element, ...element.querySelectorAll("*")])
		for (const { name, value } of one.attributes)
			if (measured.test(name))
				one.setAttribute(
					name,
					value.replaceAll(/-?\d+\.\d{3,}(e-?\d+)?/g, (number: string) =>
						String(Number(Number(number).toFixed(2))),
					),
				);
}

/** A shape as Plot draws symbols: `size` is the area in square pixels. */
function plotSymbol({ corners }: Shape): Plot.SymbolType {
	return {
		draw(context: Path, size: number) {
			const r = Math.sqrt(size / Math.PI);
			const [first, ...rest] = corners;
			if (first === undefined) {
				context.moveTo(r, 0);
				context.arc(0, 0, r, 0, 2 * Math.PI);
				return;
			}
			context.moveTo(first[0] * r, first[1] * r);
			for (const [x, y] of rest) context.lineTo(x * r, y * r);
			context.closePath();
		},
	} as Plot.SymbolType;
}

/** Options of a dot in the look of its series. */
export function dotOf({ shape, colour }: Look) {
	return { symbol: plotSymbol(shape), fill: colour } as const;
}

/** Draws with Observable Plot into SVG that takes its colours and fonts from the page. */
export function drawChart({
	label,
	description,
	classes = "",
	...options
}: ChartOptions): Markup {
	const { document } = parseHTML("<html><body></body></html>");
	const chart = Plot.plot({
		...options,
		document,
		className: "chart",
		ariaLabel: label,
		ariaDescription: description,
	}) as unknown as SvgElement;
	for (const style of chart.querySelectorAll("style")) style.remove();
	chart.setAttribute("role", "img");
	chart.setAttribute("class", `chart${classes}`);
	chart.removeAttribute("xmlns");
	shorten(chart);
	return raw(chart.outerHTML);
}
