import type { Command } from "commander";
import { isStaged } from "../runs/staged-run.ts";
import type { CliContext } from "./context.ts";
import { showRuns } from "./list-runs.ts";
import { type ResumeOptions, resumeRun } from "./resume-run.ts";
import { showRunFolder } from "./show-run-folder.ts";
import { resumeStages } from "./train-stages.ts";

async function resume(
	path: string,
	options: ResumeOptions,
	context: CliContext,
): Promise<void> {
	if (await isStaged(path)) await resumeStages(path, context, options);
	else await resumeRun(path, context, options);
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
		.action((folder: string) => showRuns(folder, context.terminal));
	runs
		.command("show")
		.description("Shows one run: its recipe, its evaluations, its outcome.")
		.argument("<run>", "a run folder")
		.action((path: string) => showRunFolder(path, context.terminal));
	runs
		.command("resume")
		.description(
			"Goes on with a run from its last checkpoint, as if it had never stopped.",
		)
		.argument("<run>", "a run folder")
		.option(
			"--new-rewards",
			"goes on although files of rewards have changed: what is not yet rewarded is rewarded by the new ones",
		)
		.action((path: string, options: ResumeOptions) =>
			resume(path, options, context),
		);
}
