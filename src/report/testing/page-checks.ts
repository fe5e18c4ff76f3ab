import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { expect } from "vitest";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import type { Report } from "../page/report.ts";
import { checkTables, linesOutside } from "./markdown-tables.ts";

/** A page as its elements by selector, and its text. */
export function parsePage(html: string) {
	const { document } = parseHTML(html);
	const all = (selector: string) => [...document.querySelectorAll(selector)];
	return { all, text: document.body.textContent as string };
}

const hole = /undefined|NaN|Infinity|\[object|null/;

/**
 * Fails unless the page needs nothing from elsewhere, runs its own script alone, tells every chart in words, has no hole where
 * something is missing, and every link in it leads to one place; and unless its Markdown has whole tables and no HTML. Returns
 * the number of tables in the Markdown.
 */
export function checkReport(
	report: Report,
	{ hostile }: { readonly hostile: boolean },
): number {
	const html = renderPage(report);
	const { all, text } = parsePage(html);
	if (!hostile)
		expect(html).not.toMatch(/https?:|\/\/\w|@import|url\(|<link|<img/);
	for (const one of all("[href]"))
		expect(one.getAttribute("href")).toMatch(/^#[a-z]+$/);
	expect(all("[src]")).toEqual([]);
	const [script, ...others] = all("script");
	expect(others).toEqual([]);
	const hash = createHash("sha256").update(script.textContent).digest("base64");
	const policy = all("meta[http-equiv]")[0].getAttribute("content");
	expect(policy).toContain(`script-src 'sha256-${hash}'`);
	for (const chart of all("svg.chart")) {
		expect(chart.getAttribute("role")).toBe("img");
		expect(chart.getAttribute("aria-label")).not.toBe("");
		expect(chart.getAttribute("aria-description").length).toBeGreaterThan(10);
	}
	for (const figure of all("figure"))
		expect(figure.querySelector("h3").textContent.trim()).not.toBe("");
	expect(text).not.toMatch(hole);
	expect(html).not.toMatch(/="[^"]*(NaN|undefined|Infinity)/);
	expect(html).toContain(`<html lang="${report.language}">`);
	for (const link of all("nav a"))
		expect(all(link.getAttribute("href"))).toHaveLength(1);
	for (const table of all("table"))
		expect(table.querySelectorAll("tbody tr").length).toBeGreaterThan(0);
	const markdown = renderText(report);
	expect(markdown).not.toMatch(hole);
	const lines = linesOutside(markdown);
	expect(lines.join("\n")).not.toMatch(/<[a-z/!]/i);
	return checkTables(lines);
}
