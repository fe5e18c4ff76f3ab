import type { Command } from "commander";
import { readBudget } from "../../recipes/parse/parse-budget.ts";
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
import { budgetWords } from "./study-words.ts";

const help = `
Fine-tunes the model on different numbers of demonstrations and then trains it on different numbers of
pairs, scores each result on the tasks, and reports how to divide each budget. By default it trains a
third of the possible trials, the most informative ones first; design.trials, design.regret or
design.interval set another limit. Ctrl+C, SIGTERM or SIGUSR1 saves checkpoints and stops; the same command
continues. You can ask for other budgets and prices later: trainings that are done are not repeated.

  # budget.yaml
  model: SmolLM2-135M-Instruct
  tasks: [target.task.yaml]
  demonstrations: { rows: demonstrations.jsonl, price: 2 }
  pairs: { rows: pairs.jsonl, price: 1 }
  budgets: [200, 800]
  unit: EUR

Paths are relative to this file. docs/budget.md lists all keys.

Examples:
  npx temper-lm budget study budget.yaml
  npx temper-lm budget study budget.yaml --set design=grid --parallel 2
  npx temper-lm budget study budget.yaml --set "budgets=[400, 1600]" --set pairs.price=0.5`;

async function studyCommand(
	path: string,
	options: StudyOptions,
	context: CliContext,
): Promise<number> {
	const { terminal } = context;
	const { out, parallel, language, set = [] } = options;
	const written = readBudget(path, {
		overrides: set,
		...(out === undefined ? {} : { out }),
	});
	const recipe = withLauncher(written, options);
	const ended = await watchStudy(
		async function* (signal) {
			const { studyBudget } = await import(
				"../../studies/budget/study-budget.ts"
			);
			for await (const event of studyBudget(recipe, { parallel, signal })) {
				if (event.kind !== "job-finished") yield event;
				else {
					const { kind, job, seconds, reading } = event;
					const { score, unscored } = reading;
					yield { kind, job, seconds, score, unscored };
				}
			}
		},
		new StudyView(budgetWords, terminal),
		againWords("budget study", path, options),
		context,
	);
	if (ended === null) return exitStatus.interrupted;
	const { result, folder } = ended;
	const { showBudget } = await import("./show-budget.ts");
	showBudget(result, terminal);
	// Charts take a second to load, so they are loaded where a report is made.
	const { writeBudgetReport } = await import(
		"../../report/budget/write-budget-report.ts"
	);
	const { html } = await writeBudgetReport(result, folder, { language });
	terminal.line(`report: ${shortPath(html)}`);
	return result.cells.some(({ trials }) =>
		trials.some(({ score }) => score !== null),
	)
		? exitStatus.done
		: exitStatus.userError;
}

/** `report` is told the exit status. */
export function addStudy(
	budget: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const command = budget
		.command("study")
		.summary("measure how to split budgets on your own rows and task")
		.description(
			"Measures how the score depends on the numbers of demonstrations and pairs, on your rows, task and model.",
		)
		.argument("<study>", "the YAML file of the study");
	addStudyOptions(command, "study", "runs/budget-NAME")
		.addHelpText("after", help)
		.action(async (path: string, options: StudyOptions) =>
			report(await studyCommand(path, options, context)),
		);
}
