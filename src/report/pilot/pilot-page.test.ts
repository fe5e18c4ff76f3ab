import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { clean } from "../page/language/clean.ts";
import { type Language, languages } from "../page/language/language.ts";
import { shortName } from "../page/language/short-name.ts";
import { machineText } from "../page/machine-text.ts";
import { renderPage } from "../page/render-page.ts";
import { monitorLines } from "./monitors/monitor-lines.ts";
import { pilotReport } from "./pilot-report.ts";
import { runRemarks } from "./runs/run-remarks.ts";
import { pilotNotes } from "./summary/notes.ts";
import { everyPilot, hostile, hostilePilot } from "./testing/hard-pilots.ts";
import { samplePilot } from "./testing/sample-pilot.ts";
import { reportView } from "./view/report-view.ts";

const renderHtml = (result: PilotResult, language: Language) =>
	renderPage(pilotReport(result, language));

const every = Object.keys(everyPilot).flatMap((name) =>
	languages.map((language) => [name, language] as const),
);

function parse(html: string) {
	const { document } = parseHTML(html);
	const all = (selector: string) => [...document.querySelectorAll(selector)];
	return { all, text: document.body.textContent as string };
}

describe.each(every)("the page of the %s pilot in %s", (name, language) => {
	const html = renderHtml(everyPilot[name]!(), language);
	const { all, text } = parse(html);

	test("needs nothing from elsewhere", () => {
		expect(html).not.toMatch(/https?:|\/\/\w|@import|url\(|<link|<img/);
		for (const one of all("[href]"))
			expect(one.getAttribute("href")).toMatch(/^#[a-z]+$/);
		expect(all("[src]")).toEqual([]);
	});

	test("runs its own script and no other", () => {
		const [script, ...others] = all("script");
		expect(others).toEqual([]);
		const hash = createHash("sha256")
			.update(script.textContent)
			.digest("base64");
		const policy = all("meta[http-equiv]")[0].getAttribute("content");
		expect(policy).toContain(`script-src 'sha256-${hash}'`);
	});

	test("tells every chart in words", () => {
		for (const chart of all("svg.chart")) {
			expect(chart.getAttribute("role")).toBe("img");
			expect(chart.getAttribute("aria-label")).not.toBe("");
			expect(chart.getAttribute("aria-description").length).toBeGreaterThan(10);
		}
		for (const figure of all("figure"))
			expect(figure.querySelector("h3").textContent.trim()).not.toBe("");
	});

	test("has no hole where something is missing", () => {
		expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
		expect(html).not.toMatch(/="[^"]*(NaN|undefined|Infinity)/);
	});

	test("says its language, and every link leads somewhere", () => {
		expect(html).toContain(`<html lang="${language}">`);
		for (const link of all("nav a"))
			expect(all(link.getAttribute("href"))).toHaveLength(1);
	});
});

test.each(languages)("every value is in the text, in %s", (language) => {
	const result = samplePilot();
	const view = reportView(result, language);
	const { text } = parse(renderHtml(result, language));
	const shown = [
		result.title,
		machineText(result, language),
		...pilotNotes(view),
		result.recipe,
		result.model.name,
		result.model.hash,
		...result.data.flatMap(({ name, hash }) => [name, hash]),
		...result.samples.flatMap(({ task, prompt, answers }) => [
			task,
			prompt,
			...answers.map((answer) => answer.text),
		]),
	];
	for (const { title, lines } of monitorLines(view))
		shown.push(title, ...lines.map(({ last }) => last));
	for (const axis of result.axes) {
		const figures = view.figures(axis);
		shown.push(axis.name, figures.size(axis.noise));
		if (axis.chance !== null) shown.push(figures.value(axis.chance));
		for (const { name, options, values, gains, runs } of result.arms) {
			const value = values[axis.name]!;
			shown.push(name, options, figures.value(value.value));
			shown.push(figures.interval(value));
			const gain = gains[axis.name]!;
			if (axis.role !== "deviation")
				shown.push(figures.change(gain.value), figures.changeInterval(gain));
			for (const run of runs)
				shown.push(
					run.run,
					...runRemarks(view, run).map(({ text: one }) => one),
				);
		}
	}
	expect(shown.filter((one) => !text.includes(one!))).toEqual([]);
});

test("each kind of chart is there, coloured alike", () => {
	const { all } = parse(renderHtml(samplePilot(), "en"));
	const count = (selector: string) => all(`${selector} svg.chart`).length;
	expect(count("#plane")).toBe(3);
	expect(count("#changes")).toBe(4);
	expect(count("#learning")).toBe(6);
	expect(count("#monitors")).toBe(9);
	expect(count("#rates")).toBe(5);
	const colour = (selector: string) =>
		all(`${selector} svg.swatch path`)[1].getAttribute("fill");
	expect(colour("#arms")).toBe("var(--arm-2)");
	expect(colour("#rates")).toBe("var(--arm-2)");
	expect(all(`#changes [fill="var(--arm-2)"]`).length).toBeGreaterThan(0);
	expect(all(`#learning [stroke="var(--arm-2)"]`).length).toBeGreaterThan(0);
});

test("hostile texts are shown and do nothing", () => {
	const { all, text } = parse(renderHtml(hostilePilot(), "en"));
	for (const one of Object.values(hostile)) {
		expect(text).toContain(clean(one));
		expect(text).toContain(shortName(clean(one)));
	}
	expect(all("[onmouseover], article script, b")).toEqual([]);
	for (const unwanted of ["\u202e", "\u0007"])
		expect(text).not.toContain(unwanted);
});

test("a page stays small, whatever was answered", () => {
	const pilot = hostilePilot();
	const [sample] = pilot.samples;
	const answers = pilot.arms.map(({ name }) => ({
		by: name,
		text: "long <answer> ".repeat(2000),
		score: 0.5,
	}));
	const samples = Array.from({ length: 80 }, () => ({ ...sample!, answers }));
	const curve = Array.from({ length: 2000 }, (_, step) => ({
		step,
		nll: 2 + Math.sin(step / 50),
		klGeneral: step / 1e4,
		mTheta: step / 1e3,
	}));
	const monitors = Array.from({ length: 21 }, (_, at) => ({
		...pilot.arms[0]!.runs[0]!.monitors[0]!,
		...{ a: 1 / (at + 1), mTheta: at / 7, deltaPerToken: at / 9 },
		step: at + 1,
	}));
	const arms = pilot.arms.map((arm) => ({
		...arm,
		runs: [...arm.runs, ...arm.runs].map((run) => ({
			...{ ...run, curve, monitors },
		})),
	}));
	const html = renderHtml({ ...pilot, arms, samples }, "ja");
	expect(Buffer.byteLength(html)).toBeLessThan(760_000);
	expect(html).toMatch(/残り\d+問/);
});

test("what is hidden from the eye in a part that scrolls stays in it, so that the page itself never scrolls sideways", () => {
	const page = renderHtml(samplePilot(), "en");
	const style = page.slice(page.indexOf("<style"), page.indexOf("</style"));
	// A text that is placed absolutely widens the page unless what scrolls around it is positioned too.
	expect(style).toContain("position: absolute; width: 1px");
	const at = style.indexOf(".scroll {");
	expect(at).toBeGreaterThan(0);
	const rule = style.slice(at, style.indexOf("}", at));
	expect(rule).toContain("overflow-x: auto");
	expect(rule).toContain("position: relative");
});
