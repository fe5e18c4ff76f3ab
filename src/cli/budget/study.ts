import { type Command, Option } from "commander";
import { readBudget } from "../../recipes/parse/parse-budget.ts";
import {
	type Language,
	languages,
} from "../../report/page/language/language.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { collectOption, countOption } from "../options.ts";
import { StudyView } from "../studies/study-view.ts";
import { againWords, watchStudy } from "../studies/watch-study.ts";
import { shortPath } from "../terminal/short-path.ts";
import { budgetWords } from "./study-words.ts";

interface StudyOptions {
	readonly out?: string;
	readonly language: Language;
	readonly parallel?: number;
	readonly set?: readonly string[];
}

const help = `
Trains the model on different numbers of demonstrations and, after them, of pairs; measures it in the
tasks; and says how to divide each budget. By default it trains only what the answer needs. Ctrl+C
saves checkpoints and stops; the same command continues. Other budgets and prices may be asked for
later: what has been trained is not trained again.

  # budget.yaml
  model: SmolLM2-135M-Instruct
  tasks: [target.task.yaml]
  demonstrations: { rows: demonstrations.jsonl, price: 2 }
  pairs: { rows: pairs.jsonl, price: 1 }
  budgets: [200, 800]
  unit: EUR

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
	const recipe = readBudget(path, {
		overrides: set,
		...(out === undefined ? {} : { out }),
	});
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
	budget
		.command("study")
		.summary("measure how to split budgets on your own rows and task")
		.description(
			"Measures the score as a function of demonstrations and pairs, on your rows, task and model.",
		)
		.argument("<study>", "the file of a budget study, in YAML")
		.option("--out <folder>", "the study's folder (default: runs/budget-NAME)")
		.addOption(
			new Option("--language <language>", "of the report")
				.choices(languages)
				.default("en"),
		)
		.option(
			"--parallel <n>",
			"processes in parallel (default: as many as cores and memory allow)",
			countOption,
		)
		.option(
			"--set <key=value>",
			"one setting of the study; may be repeated",
			collectOption,
		)
		.addHelpText("after", help)
		.action(async (path: string, options: StudyOptions) =>
			report(await studyCommand(path, options, context)),
		);
}
