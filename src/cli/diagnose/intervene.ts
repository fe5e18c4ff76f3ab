import type { Command } from "commander";
import {
	type InterveneRecipe,
	readIntervene,
} from "../../recipes/parse/parse-intervene.ts";
import type { InterventionResult } from "../../studies/interventions/intervention-result.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import {
	addStudyOptions,
	type StudyOptions,
	withLauncher,
} from "../studies/study-options.ts";
import { StudyView } from "../studies/study-view.ts";
import { againWords, watchStudy } from "../studies/watch-study.ts";
import { shortPath } from "../terminal/short-path.ts";
import { interveneWords } from "./intervene-words.ts";
import { showInterventions } from "./show-interventions.ts";

interface InterveneOptions extends StudyOptions {
	readonly dryRun?: boolean;
	readonly json?: boolean;
}

const help = `
Asks the base the questions, sorts them by whether it answers right, trains it on rows that agree with
it, contradict it or mix both, with several seeds, and measures every run in the tasks. Ctrl+C, SIGTERM
or SIGUSR1 saves checkpoints and stops; the same command continues.

  # intervene.yaml
  model: SmolLM2-135M-Instruct
  questions: questions.jsonl       # rows with options and the right one
  tasks: [capitals.task.yaml]      # scorer: choice, and a role: in-domain, same-field, out-of-domain
  general: general.jsonl           # optional rows that every run is also trained on

Paths are relative to this file. docs/intervene.md lists all keys.

Examples:
  npx temper-lm intervene intervene.yaml --dry-run
  npx temper-lm intervene intervene.yaml --set ask=likelihood --set seeds=3
  npx temper-lm intervene intervene.yaml --set "mixes=[0, 0.2, 1]" --set quantities=null`;

async function interveneCommand(
	path: string,
	options: InterveneOptions,
	context: CliContext,
): Promise<number> {
	const { out, parallel, set = [] } = options;
	const written = readIntervene(path, {
		overrides: set,
		...(out === undefined ? {} : { out }),
	});
	const recipe = withLauncher(written, options);
	if (options.dryRun === true) return dryRun(recipe, context);
	const watched =
		options.json === true ? { ...context, terminal: context.errors } : context;
	const ended = await watchStudy(
		async function* (signal) {
			const { studyInterventions } = await import(
				"../../studies/interventions/study-interventions.ts"
			);
			for await (const event of studyInterventions(recipe, {
				...{ parallel, signal },
			})) {
				if (event.kind !== "job-finished") yield event;
				else {
					const { kind, job, seconds, reading } = event;
					const { score, unscored } =
						reading.kind === "measured"
							? reading
							: { score: null, unscored: null };
					yield { kind, job, seconds, score, unscored };
				}
			}
		},
		new StudyView(interveneWords, watched.terminal),
		againWords("intervene", path, options),
		watched,
	);
	return ended === null
		? exitStatus.interrupted
		: finish(ended.result, ended.folder, options, context);
}

async function dryRun(
	recipe: InterveneRecipe,
	{ terminal }: CliContext,
): Promise<number> {
	const { dryRunInterventions } = await import(
		"../../studies/interventions/dry-run-interventions.ts"
	);
	const { showForeseen } = await import("./show-foreseen.ts");
	showForeseen(await dryRunInterventions(recipe), terminal);
	return exitStatus.done;
}

async function finish(
	result: InterventionResult,
	folder: string,
	{ json, language }: InterveneOptions,
	{ terminal }: CliContext,
): Promise<number> {
	// Charts take a second to load, so they are loaded where a report is made.
	const { writeInterventionsReport } = await import(
		"../../report/interventions/write-interventions-report.ts"
	);
	const { html } = await writeInterventionsReport(result, folder, { language });
	if (json === true) terminal.line(JSON.stringify(result));
	else {
		showInterventions(result, terminal);
		terminal.line(`report: ${shortPath(html)}`);
	}
	return result.interventions.some(({ seeds }) => seeds.length > 0)
		? exitStatus.done
		: exitStatus.userError;
}

/** `report` is told the exit status. */
export function addIntervene(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const command = program
		.command("intervene")
		.description(
			"Measures whether training on what a model knows already, on what contradicts it or on its own answers works better.",
		)
		.argument("<study>", "the YAML file of the study");
	addStudyOptions(command, "study", "runs/intervene-NAME")
		.option("--dry-run", "print the possible groups and the number of runs")
		.option("--json", "print the result as JSON instead of tables")
		.addHelpText("after", help)
		.action(async (path: string, options: InterveneOptions) =>
			report(await interveneCommand(path, options, context)),
		);
}
