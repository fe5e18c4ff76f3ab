import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { Markup } from "../page/markup.ts";
import { intervalChart } from "./interval-chart.ts";
import { lineCharts, smallLineChart } from "./line-chart.ts";
import { lookAt } from "./looks.ts";
import { planeCharts } from "./plane/plane-chart.ts";
import { scoreCharts } from "./score-chart.ts";

const language = "en";
const estimate = (value: number) => ({
	...{ value, low: value - 1, high: value + 1 },
});
const told = { label: "a label", description: "a description" };

const interval = (values: readonly (number | null)[]) =>
	intervalChart({
		...{ ...told, x: "change", noise: 0.5, missing: "not measured", language },
		rows: values.map((value, at) => ({
			name: `row ${at}`,
			value: value === null ? null : estimate(value),
			...{ strong: at === 0, look: lookAt(at) },
		})),
	});

const line = (values: readonly number[]) => {
	const mean = values.map((value, step) => ({ step, value }));
	const look = lookAt(0);
	const one = { name: "one", label: "one", strong: true, look, mean, runs: [] };
	return { ...told, series: [one], language } as const;
};

const lines = (values: readonly number[]) =>
	lineCharts({ ...line(values), x: "step", y: "loss", fromZero: false });

const scores = (points: readonly { x: number; y: number | null }[]) =>
	scoreCharts({
		series: [
			{ name: told.label, ...told, look: lookAt(1), points, chosen: 2e-4 },
		],
		...{ x: "rate", y: "score", xText: String, missing: "no result", language },
	});

const plane = (gains: readonly number[]) =>
	planeCharts({
		label: told.label,
		describe: ({ x, y }) => `${y} against ${x}`,
		...{ x: "distance", y: "gain", noise: 0.2, language },
		points: gains.map((gain, at) => ({
			...{ name: `arm ${at}`, title: `arm ${at}: ${gain}`, look: lookAt(at) },
			...{ x: estimate(at + 2), y: estimate(gain), strong: at === 0 },
			...{ onFront: true, small: [{ x: at + 2, y: gain, title: "seed 0" }] },
		})),
		guides: [{ at: 2.5, colour: "red", text: "limit 2.5" }],
		texts: { front: "front", noise: "noise", base: "base" },
	});

function textOf(charts: readonly Markup[]): string {
	return charts.map(({ markup }) => markup).join("");
}

const all: Record<string, readonly Markup[]> = {
	interval: [interval([3, null, -2])],
	line: lines([3, 2, 1]),
	"small line": [smallLineChart(line([3, 2, 1]))],
	score: scores([
		{ x: 1e-4, y: 30 },
		{ x: 2e-4, y: 40 },
		{ x: 4e-4, y: null },
	]),
	plane: plane([5, 8]),
};

describe.each(Object.entries(all))("a chart of plain data: %s", (_, charts) => {
	test("says what it shows, and has no hole", () => {
		const { document } = parseHTML(`<main>${textOf(charts)}</main>`);
		const drawn = [...document.querySelectorAll("svg.chart[role=img]")];
		expect(drawn).toHaveLength(charts.length);
		for (const chart of drawn) {
			expect(chart.getAttribute("aria-label")).toBe("a label");
			expect(chart.getAttribute("aria-description")).not.toBe("");
		}
		expect(textOf(charts)).not.toMatch(/NaN|undefined|Infinity/);
	});
});

test("what is missing is said in place of a mark", () => {
	expect(textOf([interval([3, null])])).toContain("not measured");
	expect(textOf([interval([3, 2])])).not.toContain("not measured");
	expect(textOf(scores([{ x: 1e-4, y: null }]))).toContain("no result");
});

test("a value far off compresses its end of the axis, and the chart says so", () => {
	const near = [1, 1.1, 1.2, 1.3, 1.4];
	for (const draw of [
		lines,
		(values: number[]) => [smallLineChart(line(values))],
	]) {
		expect(textOf(draw(near))).not.toContain("outliers");
		expect(textOf(draw([...near, 4000]))).toContain("outliers drawn closer");
	}
	expect(textOf(plane([5, 6, 5, 6, 5, 1e6]))).toContain(
		"gain (outliers drawn closer) against distance",
	);
});

test("names, guides and the front are in the plane, once for each size", () => {
	const text = textOf(plane([5, 8]));
	for (const name of ["arm 0", "arm 1", "limit 2.5", "front", "noise", "base"])
		expect(text.split(`>${name}<`).length - 1, name).toBeGreaterThanOrEqual(3);
	expect(text).toContain("seed 0");
});
