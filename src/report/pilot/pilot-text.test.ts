import { describe, expect, test } from "vitest";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { clean } from "../page/language/clean.ts";
import { type Language, languages } from "../page/language/language.ts";
import { renderText } from "../page/render-text.ts";
import { checkTables, linesOutside } from "../testing/markdown-tables.ts";
import { pilotReport } from "./pilot-report.ts";
import { everyPilot, hostile, hostilePilot } from "./testing/hard-pilots.ts";
import { samplePilot } from "./testing/sample-pilot.ts";
import { reportView } from "./view/report-view.ts";

const renderMarkdown = (result: PilotResult, language: Language) =>
	renderText(pilotReport(result, language));

const every = Object.keys(everyPilot).flatMap((name) =>
	languages.map((language) => [name, language] as const),
);

describe.each(every)("the text of the %s pilot in %s", (name, language) => {
	const markdown = renderMarkdown(everyPilot[name]!(), language);
	const lines = linesOutside(markdown);

	test("has tables whose rows have as many cells as their heads", () => {
		checkTables(lines);
	});

	test("has no hole and no HTML", () => {
		const text = lines.join("\n");
		expect(text).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
		expect(text).not.toMatch(/<[a-z/!]/i);
		expect(markdown.endsWith("\n")).toBe(true);
	});
});

test.each(languages)("every value is in the text, in %s", (language) => {
	const result = samplePilot();
	const view = reportView(result, language);
	const markdown = renderMarkdown(result, language);
	for (const axis of result.axes)
		for (const { name, options, values, runs } of result.arms) {
			expect(markdown).toContain(name);
			expect(markdown).toContain(options);
			expect(markdown).toContain(
				view.figures(axis).value(values[axis.name]!.value),
			);
			for (const { run } of runs) expect(markdown).toContain(run);
		}
	expect(markdown).toContain(`\`\`\`yaml\n${result.recipe}\`\`\``);
	expect(markdown).toContain(result.model.hash);
});

test("answers stand in fences longer than any in them", () => {
	const markdown = renderMarkdown(hostilePilot(), "en");
	expect(markdown).toContain(`\`\`\`\`\`text\n${clean(hostile.fence)}`);
});
