import { basename } from "node:path";
import type { Command } from "commander";
import { listRuns } from "../runs/run-manifest.ts";
import { type RunSummary, summariseRun } from "../runs/run-summary.ts";
import { isStaged } from "../runs/staged-run.ts";
import type { CliContext } from "./context.ts";
import { resumeRun } from "./resume-run.ts";
import { showRun } from "./show-run.ts";
import { shortPath } from "./terminal/short-path.ts";
import { renderTable } from "./terminal/table.ts";
import { showDuration, showNumber } from "./terminal/units.ts";
import { resumeStages } from "./train-stages.ts";

function named(summary: RunSummary): { objective: string; model: string } {
	const { objective, model } = summary.manifest.recipe as {
		objective?: { kind?: string };
		model?: string;
	};
	return { objective: objective?.kind ?? "?", model: basename(model ?? "?") };
}

async function list(folder: string, { terminal }: CliContext): Promise<void> {
	const paths = await listRuns(folder);
	if (paths.length === 0) {
		terminal.line(`no runs in ${folder}`);
		return;
	}
	const rows: string[][] = [];
	for (const path of paths) {
		const summary = await summariseRun(path);
		const last = summary.evaluations.at(-1);
		const { objective, model } = named(summary);
		const number = (value: number | undefined) =>
			value === undefined ? "" : showNumber(value);
		rows.push([
			shortPath(path),
			summary.state,
			objective,
			model,
			String(summary.step),
			number(last?.nll?.value),
			number(last?.klTask?.value),
			number(last?.klGeneral?.value),
			showDuration(summary.seconds),
		]);
	}
	const columns = [
		{ title: "run" },
		{ title: "state" },
		{ title: "objective" },
		{ title: "model" },
		{ title: "steps", align: "right" as const },
		{ title: "held-out nll", align: "right" as const },
		{ title: "KL task", align: "right" as const },
		{ title: "KL general", align: "right" as const },
		{ title: "time", align: "right" as const },
	];
	for (const line of renderTable(columns, rows)) terminal.line(line);
}

async function resume(path: string, context: CliContext): Promise<void> {
	if (await isStaged(path)) await resumeStages(path, context);
	else await resumeRun(path, context);
}

export function addRuns(program: Command, context: CliContext): void {
	const runs = program
		.command("runs")
		.summary("list, show and resume runs")
		.description("Lists, shows and resumes runs.");
	runs
		.command("list")
		.description("Lists the runs in a folder, with what they reached.")
		.argument("[folder]", "the folder that holds them", "runs")
		.action((folder: string) => list(folder, context));
	runs
		.command("show")
		.description("Shows one run: its recipe, its evaluations, its outcome.")
		.argument("<run>", "a run folder")
		.action(async (path: string) =>
			showRun(await summariseRun(path), context.terminal),
		);
	runs
		.command("resume")
		.description(
			"Goes on with a run from its last checkpoint, as if it had never stopped.",
		)
		.argument("<run>", "a run folder")
		.action((path: string) => resume(path, context));
}
