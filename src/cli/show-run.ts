import { stringify } from "yaml";
import type { Estimate } from "../runs/events.ts";
import type { RunSummary } from "../runs/run-summary.ts";
import { renderPairs, renderTable } from "./terminal/table.ts";
import type { Terminal } from "./terminal/terminal.ts";
import { showBytes, showDuration, showNumber } from "./terminal/units.ts";
import { showEstimate } from "./training-view.ts";

function evaluations(summary: RunSummary): string[] {
	const estimate = (value: Estimate | null) =>
		value === null ? "" : showEstimate(value);
	const number = (value: number | null) =>
		value === null ? "" : showNumber(value);
	return renderTable(
		[
			{ title: "step", align: "right" },
			{ title: "held-out nll" },
			{ title: "KL task" },
			{ title: "KL general" },
			{ title: "m_theta", align: "right" },
			{ title: "entropy", align: "right" },
			{ title: "top-1", align: "right" },
		],
		summary.evaluations.map((one) => [
			String(one.step),
			estimate(one.nll),
			estimate(one.klTask),
			estimate(one.klGeneral),
			number(one.mTheta),
			number(one.entropy),
			number(one.top1),
		]),
	);
}

function facts(summary: RunSummary): [name: string, value: string][] {
	const { manifest, lastStep, error, result } = summary;
	const first = manifest.sessions[0];
	return [
		["run", summary.path],
		["state", summary.state],
		...(error === null ? [] : [["error", error] as [string, string]]),
		["steps", String(summary.step)],
		["time", showDuration(summary.seconds)],
		...(lastStep === null
			? []
			: ([
					["last nll", showNumber(lastStep.nll)],
					["memory", showBytes(lastStep.cost.memoryBytes)],
				] as [string, string][])),
		...(result === null ? [] : [["result", result] as [string, string]]),
		...(first === undefined
			? []
			: ([
					["started", first.at],
					["machine", `${first.machine.cpu}, ${first.machine.cores} cores`],
					[
						"versions",
						`temper ${first.versions.temper}, node ${first.versions.node}, onnxruntime ${first.versions.onnxruntime}`,
					],
				] as [string, string][])),
		...(manifest.sessions.length > 1
			? [["sessions", String(manifest.sessions.length)] as [string, string]]
			: []),
	];
}

/** Prints one run: what it is, what was measured, the recipe. */
export function showRun(summary: RunSummary, terminal: Terminal): void {
	for (const line of renderPairs(facts(summary))) terminal.line(line);
	for (const note of summary.notes) terminal.line(`note: ${note}`);
	if (summary.evaluations.length > 0) {
		terminal.line();
		for (const line of evaluations(summary)) terminal.line(line);
	}
	terminal.line();
	terminal.line(stringify(summary.manifest.recipe).trimEnd());
}
