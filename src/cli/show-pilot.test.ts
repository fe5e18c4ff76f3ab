import { expect, test } from "vitest";
import { refusedPilot } from "../report/testing/hard-pilots.ts";
import { samplePilot } from "../report/testing/sample-pilot.ts";
import type { PilotResult } from "../studies/pilot/pilot-result.ts";
import { showPilot } from "./show-pilot.ts";
import { createTerminal } from "./terminal/terminal.ts";

function shown(result: PilotResult): string {
	const written: string[] = [];
	const write = (text: string) => written.push(text);
	showPilot(result, createTerminal({ write, columns: 400 }, {}));
	return written.join("");
}

test("the level of the verdict, and what no figure says", () => {
	const text = shown(samplePilot());
	expect(text).toContain(
		"Verdict: it may ship; every condition holds, each at a level of 0.01, that of the gate divided by the number of arms.\n",
	);
	expect(text).toContain("Note: 4 of 200 questions of sums are asked");
});

test("a leash that could not be held is told in the terminal", () => {
	const text = shown(refusedPilot());
	expect(text).toContain(
		"Note: The leash of SFT could not be held in 3 of 3 finished runs",
	);
	expect(text).toContain(
		"not shown for capitals, KL general, general NLL, each at a level of 0.05",
	);
});
