import { expect, test } from "vitest";
import { headline } from "../../report/pilot/summary/headline.ts";
import {
	refusedPilot,
	unfinishedPilot,
} from "../../report/pilot/testing/hard-pilots.ts";
import { samplePilot } from "../../report/pilot/testing/sample-pilot.ts";
import { reportView } from "../../report/pilot/view/report-view.ts";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import { createTerminal } from "../terminal/terminal.ts";
import { showPilot } from "./show-pilot.ts";

function shown(result: PilotResult): string {
	const written: string[] = [];
	const write = (text: string) => written.push(text);
	showPilot(result, createTerminal({ write, columns: 400 }, {}));
	return written.join("");
}

test("the level of the verdict, and what no figure says", () => {
	const text = shown(samplePilot());
	expect(text).toContain(
		"Ship it: all 4 conditions hold.\nEach condition is tested at level 0.01,",
	);
	expect(text).toContain("Note: 4 of 200 questions of sums also occur");
});

test("a leash that did not hold is reported in the terminal", () => {
	const text = shown(refusedPilot());
	expect(text).toContain(
		"Note: The leash of SFT did not hold in 3 of 3 finished runs",
	);
	expect(text).toContain("(capitals, general KL, and general NLL).\nFails: ");
	expect(text.replace(/\s+/g, " ")).toContain(
		"Fails: capitals may fall by at most 3.5 percentage points (measured −8.3 (−10.6 to −6.0), one-sided bound −10.6). About 720 questions would be enough to decide; there were 200.",
	);
	expect(text.replace(/\s+/g, " ")).toContain(
		"More questions would not help, because the seeds differ too much; more seeds might.",
	);
	expect(text).toContain("\nEach condition is tested at level 0.05,");
});

test("shares are told in points and percent, as in the report, and the words agree with it", () => {
	const result = samplePilot();
	const text = shown(result);
	const [sentence] = headline(reportView(result, "en"));
	expect(text).toContain(`${sentence}\n`);
	expect(text).toMatch(/^ {2}base .*%/m);
	expect(text).toMatch(/^\* \S.* [+]\d+\.\d ±\d+\.\d/m);
});

test("where nothing finished, nothing is compared", () => {
	expect(shown(unfinishedPilot())).toContain("No arm finished");
});
