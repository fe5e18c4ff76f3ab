import { pilotTexts } from "../../report/pilot/pilot-texts.ts";
import { noteText } from "../../report/pilot/summary/notes.ts";
import type { PilotDryRun } from "../../studies/pilot/dry-run-pilot.ts";
import type {
	ForeseenJob,
	ForeseenPilot,
} from "../../studies/pilot/foresee-pilot.ts";
import { renderPairs, renderTable } from "../terminal/table.ts";
import { harmless, type Terminal } from "../terminal/terminal.ts";
import {
	showBytes,
	showCount,
	showDuration,
	showPercent,
} from "../terminal/units.ts";
import { wrap } from "../terminal/wrap.ts";
import { decisionWords, jobWords } from "./pilot-view.ts";
import { seatsWords } from "./study-view.ts";

const right = { align: "right" } as const;

function jobRow({ job, begins, ends }: ForeseenJob): string[] {
	const to = job.kind === "run" ? showPercent(job.until) : "";
	const measured = job.kind === "run" && job.measure === "test" ? "yes" : "";
	return [
		jobWords(job),
		to,
		job.kind === "base" ? "yes" : measured,
		showDuration(begins),
		showDuration(ends - begins),
	];
}

function stepsWords({ steps }: ForeseenPilot): string {
	const counts = [...new Set(steps.values())].toSorted((a, b) => a - b);
	return counts.map(showCount).join(" to ");
}

/** Prints the jobs of a pilot in the order in which they begin, and what the whole takes. */
export function showForeseenPilot(
	pilot: PilotDryRun,
	terminal: Terminal,
): void {
	const { jobs, done, seconds, late, disk, decisions } = pilot;
	const say = (text: string, warns = false) => {
		for (const line of wrap(harmless(text), terminal.columns, 2))
			terminal.line(warns ? terminal.paint("yellow", line) : line);
	};
	for (const note of pilot.notes)
		say(`note: ${noteText(pilotTexts("en"), note)}`, true);
	terminal.line();
	const lines = renderTable(
		[
			{ title: "job" },
			{ title: "trained to", ...right },
			{ title: "all tasks" },
			{ title: "begins after", ...right },
			{ title: "takes", ...right },
		],
		jobs.map(jobRow),
		terminal.columns,
	);
	for (const line of lines) terminal.line(harmless(line));
	terminal.line();
	for (const line of renderPairs([
		["jobs", `${jobs.length}${done === 0 ? "" : `, and ${done} done before`}`],
		["steps", `${stepsWords(pilot)} of each run`],
		["at once", seatsWords(pilot)],
		["time", seconds === null ? "unknown" : `about ${showDuration(seconds)}`],
		["disk", `${showBytes(disk)} at most`],
	]))
		terminal.line(line);
	for (const decision of decisions) say(decisionWords(decision));
	if (late > 0)
		say(
			`This pilot will end about ${showDuration(late)} later than its budget of minutes allows.`,
			true,
		);
	say(
		"The pilot decides while it runs which learning rates continue; this plan assumes the first one of each arm.",
	);
}
