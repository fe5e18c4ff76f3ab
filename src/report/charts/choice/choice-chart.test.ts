import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import type { Choice } from "./choice.ts";
import { choiceCharts, choiceScales } from "./choice-chart.ts";

const sample: Choice = {
	...{ label: "a label", description: "a description" },
	...{ x: "left goods", y: "right goods", language: "en" },
	cells: [
		{ x: 0, y: 0, text: "18%", title: "nothing", hollow: false },
		{ x: 100, y: 40, text: "40%", title: "both", hollow: false },
		{ x: 60, y: 0, text: "", title: "a control", hollow: true },
	],
	isoquants: [
		{
			text: "35%",
			points: [
				{ x: 10, y: 900 },
				{ x: 90, y: 20 },
			],
		},
	],
	lines: [
		{
			text: "140 EUR",
			points: [
				{ x: 140, y: 0 },
				{ x: 0, y: 140 },
			],
			best: { x: 90, y: 50, title: "the best" },
			interval: [
				{ x: 110, y: 30 },
				{ x: 70, y: 70 },
			],
		},
	],
	path: [
		{ x: 10, y: 0 },
		{ x: 90, y: 50 },
	],
	limits: { x: 120, y: null },
	texts: { path: "path", beyond: "not at hand" },
};

const parse = (choice: Choice) => {
	const markup = choiceCharts(choice).map((one) => one.markup);
	const { document } = parseHTML(`<main>${markup.join("")}</main>`);
	const [wide, narrow] = [...document.querySelectorAll("svg")];
	return { markup: markup.join(""), wide, narrow };
};

test("is drawn for each kind of page, says what it shows, and has no hole", () => {
	const { markup, wide } = parse(sample);
	expect(markup.split('role="img"')).toHaveLength(4);
	expect(wide.getAttribute("aria-label")).toBe("a label");
	expect(wide.getAttribute("aria-description")).toBe("a description");
	expect(markup).not.toMatch(/NaN|undefined|Infinity|url\(/);
});

test("names budgets, isoquants, axes and what is not at hand; scores only where there is room", () => {
	const { wide, narrow } = parse(sample);
	for (const text of ["140 EUR", "35%", "not at hand", "18%", "40%"])
		expect(wide.textContent).toContain(text);
	expect(wide.textContent).toContain("left goods");
	expect(narrow.textContent).toContain("140 EUR");
	expect(narrow.textContent).not.toContain("18%");
	const titles = [...narrow.querySelectorAll("title")];
	expect(titles.map((one) => one.textContent)).toEqual([
		...["nothing", "both", "a control", "the best"],
	]);
});

test("limits that are not reached are not drawn", () => {
	const limits = { x: 5000, y: null };
	expect(parse({ ...sample, limits }).markup).not.toContain("not at hand");
});

test("scores that would hide each other are left out, budgets never", () => {
	const crowd = Array.from({ length: 60 }, (_, at) => ({
		...{ x: 90 + at / 100, y: 50, hollow: false },
		...{ text: `score ${at}`, title: `cell ${at}` },
	}));
	const { wide } = parse({ ...sample, cells: crowd });
	const written = wide.textContent.match(/score \d+/g) ?? [];
	expect(written.length).toBeGreaterThan(0);
	expect(written.length).toBeLessThan(10);
	expect(wide.textContent).toContain("140 EUR");
});

test("an axis is logarithmic if its amounts ask for it", () => {
	expect(choiceScales(sample).x.linear).toBe(true);
	const wide = { x: 2, y: 40, text: "", title: "", hollow: false };
	const scales = choiceScales({ ...sample, cells: [...sample.cells, wide] });
	expect([scales.x.linear, scales.y.linear]).toEqual([false, true]);
});

test("nothing but cells is a picture too", () => {
	const bare = { ...sample, isoquants: [], lines: [], path: [] };
	expect(parse(bare).markup).not.toMatch(/NaN|undefined|Infinity/);
});
