import { join } from "node:path";
import type { Command } from "commander";
import type { Diagnosis } from "../../diagnose/change/diagnosis.ts";
import type { DiagnosisPlan } from "../../diagnose/change/run/diagnosis-plan.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { writeDiagnosisReport } from "../../report/diagnosis/write-diagnosis-report.ts";
import { thingAt } from "../../runs/folder/misplaced.ts";
import type { CliContext } from "../context.ts";
import { chosenEngine, withEngine } from "../engine-choice.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { collectOption, countOption, seedOption } from "../options.ts";
import { withTemplate } from "../speak/template-choice.ts";
import { type DiagnoseOptions, diagnosisPlan } from "./diagnose-plan.ts";
import { showDiagnosis } from "./show-diagnosis.ts";

async function run(
	base: string,
	tuned: readonly string[],
	options: DiagnoseOptions,
	context: CliContext,
): Promise<void> {
	const plan = await diagnosisPlan(base, tuned, options);
	const found = await measure(plan, options, tuned, context);
	const { terminal, errors } = context;
	if (found === null) {
		errors.line(
			plan.folder === null
				? "interrupted: nothing was written"
				: "interrupted: finished evaluations are kept; the same command continues",
		);
		context.exit(exitStatus.interrupted);
		return;
	}
	if (plan.folder !== null) {
		const path = join(plan.folder, "diagnosis.json");
		await writeJsonFile(path, found);
		await writeDiagnosisReport(found, plan.folder, { language: "en" });
		errors.line(`results in ${path}, as pages in ${plan.folder}`);
	}
	if (options.json) terminal.line(JSON.stringify(found));
	else showDiagnosis(found, terminal);
}

async function measure(
	plan: DiagnosisPlan,
	options: DiagnoseOptions,
	tuned: readonly string[],
	context: CliContext,
): Promise<Diagnosis | null> {
	const { errors } = context;
	return interruptible(context, async (signal) => {
		const services = await context.loadServices();
		const run = tuned.find((name) => thingAt(name) === "run");
		return services.runDiagnosis(plan, {
			engine: await chosenEngine(options, run, services),
			...{ batchRows: options.batch, signal },
			progress: (text) => errors.status(text),
		});
	}).finally(() => errors.status(null));
}

const help = `
BASE and TUNED are model folders, runs, adapters of BASE, or names of pulled models. Tasks say with
\`role:\` how their questions relate to the training rows. The page docs/diagnose.md explains every figure.

Examples:
  npx temper-lm diagnose SmolLM2-135M-Instruct runs/sft-1 --tasks facts.task.yaml talk.task.yaml
  npx temper-lm diagnose BASE runs/sft-1 runs/sft-2 --probe runs/probe-facts --out runs/diagnosis`;

export function addDiagnose(program: Command, context: CliContext): void {
	const command = program
		.command("diagnose")
		.description(
			"Compares tuned models with their base: what was learned, drawn out, restyled or damaged, and why.",
		)
		.argument("<base>", "the model before tuning")
		.argument("<tuned...>", "models that were tuned from it")
		.option("--tasks <files...>", "task files with questions")
		.option(
			"--probe <folder>",
			"the folder of a probe of BASE, whose questions are asked again",
		)
		.option("--data <rows...>", "training rows (default: those of the run)")
		.option(
			"--general <rows...>",
			"rows that are unrelated to the training rows",
		)
		.option(
			"--by <column>",
			"measure the change by its values; may be repeated",
			collectOption,
		)
		.option(
			"--shots <n>",
			"examples when the base is asked again",
			seedOption,
			5,
		)
		.option("--threads <n>", "threads that compute", countOption)
		.option("--batch <rows>", "answers generated in parallel", countOption, 16)
		.option(
			"--out <folder>",
			"keep evaluations; write diagnosis.json and report.html",
		)
		.option("--json", "print the diagnosis as JSON");
	withEngine(withTemplate(command))
		.addHelpText("after", help)
		.action((base: string, tuned: string[], options: DiagnoseOptions) =>
			run(base, tuned, options, context),
		);
}
