import { resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import type { MeasuringEngine } from "../../engine/measured.ts";
import { compare } from "../../eval/compare/compare.ts";
import type { EvalReport, EvalResult } from "../../eval/eval-result.ts";
import { deviationObstacle } from "../../eval/model/comparable.ts";
import {
	baseOf,
	rivalOf,
	type Subject,
	type SubjectNames,
	subjectOf,
} from "../../eval/model/subject.ts";
import { promptfooExport } from "../../eval/promptfoo.ts";
import { checkTask } from "../../eval/task/check-task.ts";
import { readTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { requireWritable } from "../../formats/write-atomic.ts";
import {
	type PrecisionChoice,
	sayPrecision,
	settledPrecision,
	withPrecision,
} from "../answer-precision.ts";
import type { CliContext } from "../context.ts";
import {
	chosenEngine,
	type EngineChoice,
	withEngine,
} from "../engine-choice.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { countOption, withSource } from "../options.ts";
import type { Services } from "../services.ts";
import {
	type TemplateChoice,
	templateChoice,
	withTemplate,
} from "../speak/template-choice.ts";
import { showChecks, showEvaluation } from "./show-evaluation.ts";

interface EvalOptions
	extends Omit<SubjectNames, "base" | "template">,
		TemplateChoice,
		EngineChoice,
		PrecisionChoice {
	/** False: the base is not measured. */
	readonly base?: string | false;
	/** Another model to compare with, instead of the base. */
	readonly against?: string;
	readonly check?: boolean;
	readonly batch: number;
	readonly out?: string;
	readonly json?: boolean;
	readonly promptfoo?: string;
}

interface Measuring {
	/** What the subject is compared with, measured in the same tasks; null for nothing. */
	readonly before: Subject | null;
	readonly engine: MeasuringEngine;
	readonly services: Services;
	readonly options: EvalOptions;
	readonly signal: AbortSignal;
	readonly context: CliContext;
}

/** The result of one subject; null if it was interrupted. */
async function measure(
	subject: Subject,
	tasks: readonly Task[],
	base: EvalResult | null,
	measuring: Measuring,
): Promise<EvalResult | null> {
	const { services, options, signal, context } = measuring;
	const { errors } = context;
	const { engine } = measuring;
	const events = services.evaluate(subject, tasks, {
		...{ engine, batchRows: options.batch, base, signal },
	});
	let done = 0;
	let of = 0;
	for await (const event of events) {
		// Lets Ctrl+C be heard between answers, which keep the thread.
		await nextTurn();
		switch (event.kind) {
			case "begin":
				done = 0;
				of = event.items;
				break;
			case "item":
				errors.status(
					`${subject.name}, ${event.task.name}: ${++done} of ${of} answers`,
				);
				break;
			case "result":
				errors.status(null);
				break;
			case "end":
				return event.result;
			default:
				event satisfies never;
		}
	}
	return null;
}

async function report(
	subject: Subject,
	tasks: readonly Task[],
	measuring: Measuring,
): Promise<EvalReport | null> {
	const { before } = measuring;
	const { against } = measuring.options;
	const base =
		before === null ? null : await measure(before, tasks, null, measuring);
	if (before !== null && base === null) return null;
	const measured =
		before !== null && against !== undefined
			? await besideRival(subject, before, tasks, measuring)
			: subject;
	const tuned = await measure(measured, tasks, base, measuring);
	if (tuned === null) return null;
	const comparison = base === null ? null : compare(base, tuned);
	return { version: 1, base, tuned, comparison };
}

async function comparedSubject(
	subject: Subject,
	{ base, against }: EvalOptions,
): Promise<Subject | null> {
	if (against !== undefined) return rivalOf(against, subject);
	return base === false ? null : baseOf(subject);
}

/** The subject, to be measured by its distance from the rival if that can be had; says so if not. */
async function besideRival(
	subject: Subject,
	{ model, adapter }: Subject,
	tasks: readonly Task[],
	{ context }: Measuring,
): Promise<Subject> {
	const { base: _, ...own } = subject;
	const alone = { ...own, base: null };
	if (!tasks.some(({ axis }) => axis === "general")) return alone;
	const against = { model, adapter };
	const obstacle = await deviationObstacle(subject, against);
	if (obstacle === null) return { ...alone, against };
	context.errors.line(obstacle);
	return alone;
}

/** Throws `recipe` for options that say in two ways what to compare with. */
function requireOneRival({ against, base }: EvalOptions): void {
	if (against === undefined || base === undefined) return;
	throw new TemperError("recipe", {
		where: "what to compare with",
		expected: "only one of --against, --base and --no-base",
		found: base === false ? "--against and --no-base" : "--against and --base",
	});
}

async function check(
	tasks: readonly Task[],
	{ terminal }: CliContext,
): Promise<void> {
	const checks = [];
	for (const task of tasks) checks.push(await checkTask(task));
	showChecks(checks, terminal);
	const bad = checks.find(({ faults }) => faults.length > 0);
	if (bad === undefined) return;
	throw new TemperError("data", {
		where: `task ${bad.name}`,
		expected:
			"the full score for a responder that knows every answer and the chance score for one that knows nothing",
		found: "the differences listed above",
	});
}

async function run(
	paths: readonly string[],
	options: EvalOptions,
	context: CliContext,
): Promise<void> {
	const tasks = paths.map((path) => readTask(path));
	if (options.check) return check(tasks, context);
	requireOneRival(options);
	const { base, ...names } = options;
	const subject = await subjectOf({
		...{ run: names.run, model: names.model, adapter: names.adapter },
		base: base || undefined,
		template: templateChoice(options),
	});
	for (const path of [options.out, options.promptfoo])
		if (path !== undefined) await requireWritable(resolve(path));
	const before = await comparedSubject(subject, options);
	const models = [subject.model, subject.base, before?.model ?? null];
	let say = () => {};
	const answers = async () => {
		const settled = await settledPrecision(
			models.filter((model) => model !== null),
			options,
			options.threads ?? null,
			context,
		);
		say = () => sayPrecision(settled, context);
		return settled.precision;
	};
	const found = await interruptible(context, async (signal) => {
		const services = await context.loadServices();
		const engine = await chosenEngine(options, options.run, services, answers);
		const measuring = { engine, before, services, options, signal, context };
		return report(subject, tasks, measuring);
	}).finally(() => context.errors.status(null));
	if (found === null) {
		context.errors.line("interrupted: nothing was written");
		context.exit(exitStatus.interrupted);
		return;
	}
	say();
	await write(found, options, context);
}

async function write(
	found: EvalReport,
	{ out, json, promptfoo, against }: EvalOptions,
	{ terminal, errors }: CliContext,
): Promise<void> {
	if (json) terminal.line(JSON.stringify(found));
	else showEvaluation(found, terminal, against);
	if (out !== undefined) {
		await writeJsonFile(resolve(out), found);
		errors.line(`results in ${out}`);
	}
	if (promptfoo !== undefined) {
		await writeJsonFile(resolve(promptfoo), promptfooExport(found));
		errors.line(`for promptfoo in ${promptfoo}: promptfoo import ${promptfoo}`);
	}
}

const help = `
A task is a file in YAML that names rows and says how answers are scored: docs/eval.md.
A tuned model is compared with its base on the same items, or with a run, an adapter or a model (--against).

Examples:
  npx temper-lm eval sums.task.yaml general.task.yaml --run runs/sft-1
  npx temper-lm eval sums.task.yaml --run runs/minor-sft-1 --against runs/sft-1
  npx temper-lm eval facts.task.yaml --model SmolLM2-135M-Instruct --json
  npx temper-lm eval facts.task.yaml --check`;

export function addEval(program: Command, context: CliContext): void {
	const command = program
		.command("eval")
		.description(
			"Measures a model in tasks: scores with intervals, gains and flips relative to its base, and how far it moved.",
		)
		.argument("<tasks...>", "task files in YAML or JSON");
	withPrecision(withEngine(withTemplate(withSource(command))))
		.option(
			"--base <model>",
			"the model to compare with (default: the model from which it was tuned)",
		)
		.option("--no-base", "measure without a comparison")
		.option(
			"--against <run or model>",
			"compare with this run, adapter or model instead of the base",
		)
		.option(
			"--check",
			"run no model: check each task with a responder that knows all answers and one that knows none",
		)
		.option("--threads <n>", "threads that compute", countOption)
		.option("--batch <rows>", "answers generated in parallel", countOption, 16)
		.option("--out <file>", "write all results as JSON")
		.option("--json", "print all results as JSON instead of a table")
		.option("--promptfoo <file>", "write results for `promptfoo import`")
		.addHelpText("after", help)
		.action((paths: string[], options: EvalOptions) =>
			run(paths, options, context),
		);
}
