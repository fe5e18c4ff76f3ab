import { expect, test } from "vitest";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { renderPage } from "../page/render-page.ts";
import { renderText } from "../page/render-text.ts";
import { latinWords, pageText } from "../testing/latin-words.ts";
import { pilotReport } from "./pilot-report.ts";
import {
	diagnosedPilot,
	refusedPilot,
	twoBasePilot,
	unfinishedPilot,
} from "./testing/hard-pilots.ts";
import { samplePilot } from "./testing/sample-pilot.ts";

/** Words that this report writes in Latin letters in addition. */
const words = [
	...["MinorSFT", "m", "a", "penalty"],
	...["recipe", "yaml", "npx", "lm", "train", "JSON"],
];

/** Texts of a result that are shown as they are. */
function namesOf(result: PilotResult): string[] {
	const { title, model, data, axes, arms, machine, recipe } = result;
	const runs = arms.flatMap((arm) => arm.runs);
	return [
		...[title, model.name, model.hash, machine.cpu, machine.platform],
		...(result.bases ?? []).flatMap(({ name, hash }) => [name, hash]),
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

test.each([
	samplePilot,
	wordyPilot,
	refusedPilot,
	unfinishedPilot,
	twoBasePilot,
	diagnosedPilot,
])("a Japanese report has no English words: %o", (of) => {
	const result = wordless(of());
	const page = pageText(renderPage(pilotReport(result, "ja")));
	const known = { names: namesOf(result), words };
	expect(latinWords(page, known)).toEqual([]);
	const { recipe: _, ...rest } = result;
	const text = renderText(
		pilotReport({ ...rest, recipe: null }, "ja"),
	).replaceAll(/^`{3,}(text|yaml)$/gm, "");
	expect(latinWords(text.replaceAll("\\", ""), known)).toEqual([]);
});
