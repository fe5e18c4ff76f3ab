import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { budgetResultSchema } from "../../studies/budget/budget-result.ts";
import { clean } from "../page/language/clean.ts";
import { languages } from "../page/language/language.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { checkTables, linesOutside } from "../testing/markdown-tables.ts";
import { budgetReport } from "./budget-report.ts";
import { budgetNotes } from "./summary/notes.ts";
import {
	everyBudget,
	hostile,
	hostileBudget,
} from "./testing/budget-variants.ts";
import { sampleBudget } from "./testing/sample-budget.ts";
import { budgetView } from "./view/budget-view.ts";

const every = Object.keys(everyBudget).flatMap((name) =>
	languages.map((language) => [name, language] as const),
);

function parse(html: string) {
	const { document } = parseHTML(html);
	const all = (selector: string) => [...document.querySelectorAll(selector)];
	return { all, text: document.body.textContent as string };
}

test.each(Object.entries(everyBudget))("the %s sample is a result", (_, of) => {
	const result = of();
	expect(budgetResultSchema.parse(result)).toEqual(result);
});

describe.each(every)("the report of the %s study in %s", (name, language) => {
	const report = budgetReport(everyBudget[name]!(), language);
	const html = renderPage(report);
	const { all, text } = parse(html);

	test("needs nothing from elsewhere and runs its own script alone", () => {
		if (name !== "hostile")
			expect(html).not.toMatch(/https?:|\/\/\w|@import|url\(|<link|<img/);
		for (const one of all("[href]"))
			expect(one.getAttribute("href")).toMatch(/^#[a-z]+$/);
		expect(all("[src]")).toEqual([]);
		const [script, ...others] = all("script");
		expect(others).toEqual([]);
		const hash = createHash("sha256")
			.update(script.textContent)
			.digest("base64");
		const policy = all("meta[http-equiv]")[0].getAttribute("content");
		expect(policy).toContain(`script-src 'sha256-${hash}'`);
	});

	test("tells every chart in words, under a heading", () => {
		for (const chart of all("svg.chart")) {
			expect(chart.getAttribute("role")).toBe("img");
			expect(chart.getAttribute("aria-label")).not.toBe("");
			expect(chart.getAttribute("aria-description").length).toBeGreaterThan(10);
		}
		for (const figure of all("figure"))
			expect(figure.querySelector("h3").textContent.trim()).not.toBe("");
	});

	test("has no hole where something is missing", () => {
		const hole = /undefined|NaN|Infinity|\[object|null/;
		expect(text).not.toMatch(hole);
		expect(html).not.toMatch(/="[^"]*(NaN|undefined|Infinity)/);
		expect(renderText(report)).not.toMatch(hole);
	});

	test("every link leads somewhere, and no id occurs twice", () => {
		expect(html).toContain(`<html lang="${language}">`);
		for (const link of all("nav a"))
			expect(all(link.getAttribute("href"))).toHaveLength(1);
	});

	test("is Markdown whose tables are whole, without HTML", () => {
		const lines = linesOutside(renderText(report));
		expect(checkTables(lines)).toBeGreaterThan(name === "unscored" ? 0 : 5);
		expect(lines.join("\n")).not.toMatch(/<[a-z/!]/i);
	});
});

test.each(languages)("every number is in both forms, in %s", (language) => {
	const result = sampleBudget();
	const view = budgetView(result, language);
	const report = budgetReport(result, language);
	const { text } = parse(renderPage(report));
	const markdown = renderText(report).replaceAll("\\", "");
	const shown = [
		...result.answers.flatMap((answer) => [
			view.money(answer.budget),
			view.split(answer),
			view.score(answer.score),
			view.percents(answer.shareInterval),
		]),
		...result.cells.map(({ score }) => view.score(score)),
		...result.sensitivity.map(({ shareInterval }) =>
			view.percents(shareInterval),
		),
		...result.marginal.flatMap(({ demonstrations, pairs }) => [
			view.change(demonstrations),
			view.change(pairs),
		]),
		...result.coldStart!.measured.map(({ score }) => view.score(score)),
		...budgetNotes(view),
		...[result.title, result.model.name, result.model.hash],
		...[result.data.demonstrations.name, result.data.pairs.name],
		"Loss is not a number, at step 41.",
	];
	for (const one of shown) {
		expect(text).toContain(one);
		expect(markdown).toContain(one.replaceAll(/\s/g, " "));
	}
});

test("each chart is there, once for each kind of page", () => {
	const { all } = parse(renderPage(budgetReport(sampleBudget(), "en")));
	const count = (selector: string) => all(`${selector} svg.chart`).length;
	expect(count("#choice")).toBe(3);
	expect(count("#frontier")).toBe(3);
	expect(count("#splits")).toBe(8);
	expect(count("#cold")).toBe(3);
	expect(count("#sensitivity")).toBe(8);
	expect(count("#marginal")).toBe(4);
	expect(count("#rates")).toBe(3);
});

test("hostile texts are shown and do nothing", () => {
	const { all, text } = parse(renderPage(budgetReport(hostileBudget(), "en")));
	for (const one of Object.values(hostile))
		expect(text).toContain(clean(one).replaceAll(/^\s+|\s+$/g, ""));
	expect(all("[onmouseover], main script, b")).toEqual([]);
	for (const unwanted of ["\u202e", "\u0007"])
		expect(text).not.toContain(unwanted);
});

test("a page stays small", () => {
	for (const of of Object.values(everyBudget))
		expect(
			Buffer.byteLength(renderPage(budgetReport(of(), "ja"))),
		).toBeLessThan(400_000);
});
