import { join } from "node:path";
import type { Command } from "commander";
import {
	type PilotRecipe,
	readPilot,
} from "../../recipes/parse/parse-pilot.ts";
import type { Language } from "../../report/page/language/language.ts";
import type { PilotResult } from "../../studies/pilot/pilot-result.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { shortPath } from "../terminal/short-path.ts";
import { jobWords, pilotView } from "./pilot-view.ts";
import { showForeseenPilot } from "./show-foreseen-pilot.ts";
import { showPilot } from "./show-pilot.ts";
import {
	addStudyOptions,
	type StudyOptions,
	withLauncher,
} from "./study-options.ts";
import { againWords, watchStudy } from "./watch-study.ts";

interface PilotCommandOptions extends StudyOptions {
	readonly dryRun?: boolean;
}

const help = `
Trains each arm with several seeds, at a learning rate that is chosen for each by the same rule,
and measures what it gained, what it lost and how far it moved. Ctrl+C, SIGTERM or SIGUSR1 saves
checkpoints and stops; the same command continues.

Examples:
  npx temper-lm pilot pilot.yaml --dry-run
  npx temper-lm pilot pilot.yaml
  npx temper-lm pilot pilot.yaml --set seeds=5 --set "arms=[sft, dft]" --parallel 2`;

async function pilotCommand(
	path: string,
	options: PilotCommandOptions,
	context: CliContext,
): Promise<number> {
	const { terminal } = context;
	const { out, parallel, language, set = [] } = options;
	const written = readPilot(path, {
		overrides: set,
		...(out === undefined ? {} : { out }),
	});
	const recipe = withLauncher(written, options);
	if (options.dryRun === true) return dryRun(recipe, parallel, context);
	const ended = await watchStudy(
		async function* (signal) {
			const { pilot } = await import("../../studies/pilot/pilot.ts");
			yield* pilot(recipe, { parallel, signal });
		},
		pilotView(terminal),
		againWords("pilot", path, options),
		context,
	);
	return ended === null
		? exitStatus.interrupted
		: finish(ended.result, ended.folder, language, context);
}

/** Says what a pilot will take, and does nothing of it. */
async function dryRun(
	recipe: PilotRecipe,
	parallel: number | undefined,
	context: CliContext,
): Promise<number> {
	const { terminal } = context;
	try {
		const { dryRunPilot } = await import(
			"../../studies/pilot/dry-run-pilot.ts"
		);
		const foreseen = await interruptible(context, (signal) =>
			dryRunPilot(recipe, {
				...{ parallel, signal },
				onJob: (job) => terminal.status(`timing: ${jobWords(job)}`),
			}),
		);
		terminal.status(null);
		if (foreseen === null) return exitStatus.interrupted;
		showForeseenPilot(foreseen, terminal);
		return exitStatus.done;
	} finally {
		terminal.status(null);
	}
}

async function finish(
	result: PilotResult,
	folder: string,
	language: Language,
	{ terminal }: CliContext,
): Promise<number> {
	showPilot(result, terminal);
	// Charts take a second to load, so they are loaded where a report is made.
	const { writeReport } = await import("../../report/pilot/write-report.ts");
	const { html } = await writeReport(result, folder, { language });
	if (result.recipe !== null)
		terminal.line(
			`next: npx temper-lm train ${shortPath(join(folder, "recipe.yaml"))}`,
		);
	terminal.line(`report: ${shortPath(html)}`);
	const any = result.arms.some(({ runs }) =>
		runs.some(({ state }) => state === "finished"),
	);
	return any ? exitStatus.done : exitStatus.userError;
}

/** `report` is told the exit status. */
export function addPilot(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const command = program
		.command("pilot")
		.description(
			"Compares ways to tune a model on your rows, under equal conditions.",
		)
		.argument("<pilot>", "a pilot file in YAML");
	addStudyOptions(command, "pilot", "runs/pilot-NAME")
		.option(
			"--dry-run",
			"time a few steps, print jobs, expected time and disk space, and stop",
		)
		.addHelpText("after", help)
		.action(async (path: string, options: PilotCommandOptions) =>
			report(await pilotCommand(path, options, context)),
		);
}
