import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { pilotReport } from "./pilot-report.ts";
import { refusedPilot, unfinishedPilot } from "./testing/hard-pilots.ts";
import { samplePilot } from "./testing/sample-pilot.ts";

/** What Japanese writes in Latin letters too: names of measures, units, files, formats and software. */
const words = [
	...["KL", "NLL", "nat", "MinorSFT", "m", "a", "penalty", "e"],
	...["GB", "UTC", "SHA", "Temper", "temper", "ONNX", "Runtime", "Node"],
	...["recipe", "yaml", "npx", "lm", "train", "JSON"],
];

/** Texts of a result that are shown as they are. */
function namesOf(result: PilotResult): string[] {
	const { title, model, data, axes, arms, machine, recipe } = result;
	const runs = arms.flatMap((arm) => arm.runs);
	const names = [
		...[title, model.name, model.hash, machine.cpu, machine.platform],
		...(recipe?.split("\n") ?? []),
		...data.flatMap(({ name, hash }) => [name, hash]),
		...axes.map(({ name }) => name),
		...arms.flatMap(({ name, options }) => [name, options]),
		...runs.flatMap(({ run, reason, unscored }) => [
			run,
			reason?.kind === "fault" ? reason.text : "",
			unscored?.reason ?? "",
		]),
		...result.notes.map((note) => ("reason" in note ? note.reason : "")),
	];
	return names.filter((name) => /[a-z]/i.test(name));
}

function latinWords(text: string, result: PilotResult): string[] {
	const names = namesOf(result).toSorted((a, b) => b.length - a.length);
	// What is too long for its place ends in an ellipsis.
	let left = text.replaceAll(/[A-Za-z]+…/g, " ");
	for (const name of names) {
		const plain = name.replaceAll(/[^\w\s]/g, "\\$&");
		const whole = new RegExp(`(?<![A-Za-z])${plain}(?![A-Za-z])`, "g");
		left = left.replaceAll(whole, " ");
	}
	const found = left.match(/[A-Za-z]+/g) ?? [];
	return [...new Set(found)].filter((word) => !words.includes(word));
}

/** What a page shows and what it says to those who hear it. */
function pageText(html: string): string {
	const { document } = parseHTML(html.replaceAll("<", " <"));
	for (const one of [...document.querySelectorAll("script, style")])
		one.remove();
	const told = [
		...document.querySelectorAll("[role], [aria-description], nav, button"),
	].flatMap((one) =>
		["aria-label", "aria-description", "data-auto", "data-done"].map(
			(name) => one.getAttribute(name) ?? "",
		),
	);
	return [document.body.textContent, ...told].join("\n");
}

/** Questions are in the language of the rows: one that has no words is left. */
function wordless(result: PilotResult): PilotResult {
	const answers = [
		{ by: "base", text: "", score: 0 },
		{ by: "SFT", text: "2. ".repeat(2000), score: 1 },
	];
	const sample = { task: "sums", prompt: "1 + 1", expected: "2", answers };
	return { ...result, samples: [sample] };
}

/** The sample with every reason, note and remark there is. */
function wordyPilot(): PilotResult {
	const sample = samplePilot();
	const [first, ...others] = sample.arms;
	const [run] = first!.runs;
	const reasons: PilotResult["arms"][number]["runs"][number]["reason"][] = [
		{ kind: "other-rates" },
		{ kind: "tied-rates" },
		{ kind: "outdone", by: "DFT" },
		{ kind: "nothing-scored" },
		{ kind: "unfinished" },
		null,
	];
	const runs = reasons.map((reason) => ({
		...{ ...run!, reason, state: "stopped" as const },
	}));
	const arms = [{ ...first!, runs: [...first!.runs, ...runs] }, ...others];
	const notes: PilotResult["notes"] = [
		...sample.notes,
		{ kind: "seeds-left-out", seeds: [2, 3], limit: 480 },
		{ kind: "late", limit: 480, took: 700 },
	];
	return { ...sample, arms, notes, recommended: "MinorSFT 0.05" };
}

test.each([samplePilot, wordyPilot, refusedPilot, unfinishedPilot])(
	"a Japanese report has no English words: %o",
	(of) => {
		const result = wordless(of());
		const page = pageText(renderPage(pilotReport(result, "ja")));
		expect(latinWords(page, result)).toEqual([]);
		const { recipe: _, ...rest } = result;
		const text = renderText(
			pilotReport({ ...rest, recipe: null }, "ja"),
		).replaceAll(/^`{3,}(text|yaml)$/gm, "");
		expect(latinWords(text.replaceAll("\\", ""), result)).toEqual([]);
	},
);
