import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { collectOption } from "../options.ts";
import { followRun } from "../train/follow-run.ts";
import { showRuns } from "./list-runs.ts";
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
	const { resumeRun } = await context.loadServices();
	const onNote = (text: string) => context.terminal.line(`note: ${text}`);
	return followRun(context, (hooks) =>
		resumeRun(path, { ...hooks, ...options, onNote }),
	);
}

function examples(...lines: string[]): string {
	return `\nExamples:\n${lines.map((line) => `  npx temper-lm runs ${line}`).join("\n")}`;
}

/** `report` is told the exit status of a resumed run. */
export function addRuns(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const runs = program
		.command("runs")
		.description("Lists, shows and resumes runs.");
	runs
		.command("list")
		.description(
			"Lists the runs in a folder, with their state and their last measurements.",
		)
		.argument("[folder]", "the folder that holds the runs", "runs")
		.addHelpText("after", examples("list", "list pilots/sums/runs"))
		.action((folder: string) => showRuns(folder, context.terminal));
	runs
		.command("show")
		.description("Shows one run: its recipe, its evaluations, its outcome.")
		.argument("<run>", "a run folder")
		.option("--json", "print everything that was measured as JSON")
		.addHelpText("after", examples("show runs/sft-1", "show runs/sft-1 --json"))
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
			"the current path of the run's model: a folder with the same files, or the name of a pulled model",
		)
		.option(
			"--data <rows>",
			"the current path of a file of the run's rows, or of a folder that holds them; may be repeated",
			collectOption,
		)
		.option(
			"--new-rewards",
			"continue although reward files have changed: the new rewards score the answers that have no reward yet",
		)
		.addHelpText(
			"after",
			examples(
				"resume runs/sft-1",
				"resume moved/sft-1 --model ./model --data rows.jsonl",
			),
		)
		.action(async (path: string, options: ResumeCommandOptions) =>
			report(await resume(path, options, context)),
		);
}
