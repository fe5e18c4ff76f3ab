import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { shareScale } from "../axes/axis-scale.ts";
import { lookAt } from "../looks.ts";
import type { BandChart } from "./band.ts";
import { bandCharts, frontierCharts, sharedBandScale } from "./band-chart.ts";

const around = (value: number) => ({
	...{ value, low: value - 2, high: value + 2 },
});

const sample: BandChart = {
	...{ label: "a label", description: "a description" },
	...{ x: "share", y: "score", across: shareScale, up: null, language: "en" },
	bands: [
		{
			...{ name: "best", look: lookAt(0), filled: true },
			points: [0, 0.5, 1].map((x) => ({ x, y: around(40 - 20 * x * x) })),
		},
		{
			...{ name: "other", look: lookAt(1), filled: false },
			points: [0, 1].map((x) => ({ x, y: around(30) })),
		},
	],
	points: [
		{
			...{ x: 0.5, y: around(36), look: lookAt(0), title: "the answer" },
			...{ hollow: false, strong: true },
		},
		{
			...{ x: 0.25, y: around(38), look: lookAt(0), title: "a control" },
			...{ hollow: true, strong: false },
		},
	],
	guides: [{ at: 0.5, text: "50%", range: { low: 0.3, high: 0.7 } }],
};

const parse = (markup: readonly { readonly markup: string }[]) => {
	const text = markup.map((one) => one.markup).join("");
	const { document } = parseHTML(`<main>${text}</main>`);
	return { text, all: [...document.querySelectorAll("svg")] };
};

test.each([
	["frontier", () => frontierCharts(sample), 3],
	["two in a line", () => bandCharts(sample, 2), 2],
	["three in a line", () => bandCharts(sample, 3), 1],
] as const)("%s: says what it shows, and has no hole", (_, draw, count) => {
	const { text, all } = parse(draw());
	expect(all).toHaveLength(count);
	for (const one of all) {
		expect(one.getAttribute("aria-label")).toBe("a label");
		expect(one.getAttribute("aria-description")).toBe("a description");
		for (const shown of ["best", "other", "50%", "the answer", "a control"])
			expect(one.textContent).toContain(shown);
	}
	expect(text).not.toMatch(/NaN|undefined|Infinity|url\(/);
});

test("only a filled band draws its intervals, and only a line without a name goes unnamed", () => {
	const [first, second] = sample.bands;
	const areas = (chart: BandChart) =>
		parse(bandCharts(chart, 3)).all[0].querySelectorAll("[aria-label=area]")
			.length;
	expect(areas(sample)).toBe(1);
	expect(areas({ ...sample, bands: [second!] })).toBe(0);
	const unnamed = { ...first!, name: "" };
	const { all } = parse(bandCharts({ ...sample, bands: [unnamed] }, 3));
	expect(all[0].textContent).not.toContain("best");
});

test("charts on a shared scale have the same ticks", () => {
	const higher = {
		...sample,
		bands: [],
		points: [{ ...sample.points[0]!, y: around(90) }],
	};
	const up = sharedBandScale([sample, higher]);
	expect(up.domain[0]).toBeLessThan(18);
	expect(up.domain.at(-1)).toBeGreaterThan(92);
	const ticks = (chart: BandChart) =>
		parse(bandCharts({ ...chart, up }, 3)).all[0].querySelector(
			"[aria-label='y-axis tick label']",
		).textContent;
	expect(ticks(sample)).toBe(ticks(higher));
});
