import type { Command } from "commander";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { showRuns } from "./list-runs.ts";
import { collectOption } from "./options.ts";
import { type ShowRunOptions, showRunFolder } from "./show-run-folder.ts";

interface ResumeCommandOptions {
	readonly model?: string;
	readonly data?: readonly string[];
	readonly newRewards?: boolean;
}

async function resume(
	path: string,
	options: ResumeCommandOptions,
	context: CliContext,
): Promise<number> {
	const { resumeRun } = await context.loadEngine();
	const onNote = (text: string) => context.terminal.line(`note: ${text}`);
	return followRun(context, (hooks) =>
		resumeRun(path, { ...hooks, ...options, onNote }),
	);
}

/** `report` is told the exit status of a resumed run. */
export function addRuns(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
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
		.option("--json", "print everything that was measured as JSON")
		.action((path: string, options: ShowRunOptions) =>
			showRunFolder(path, context.terminal, options),
		);
	runs
		.command("resume")
		.description(
			"Continues a run from its last checkpoint, as if it had never stopped.",
		)
		.argument("<run>", "a run folder")
		.option(
			"--model <model>",
			"where the run's model is now: a folder with the same files, or the name of a pulled model",
		)
		.option(
			"--data <rows>",
			"where a file of the run's rows is now, or a folder that holds them; may come many times",
			collectOption,
		)
		.option(
			"--new-rewards",
			"continues although reward files have changed: answers that have no reward yet are rewarded by the new ones",
		)
		.action(async (path: string, options: ResumeCommandOptions) =>
			report(await resume(path, options, context)),
		);
}
