import { type Command, InvalidArgumentError } from "commander";
import { TemperError } from "../../core/error.ts";
import type { EvalReport } from "../../eval/eval-result.ts";
import { readTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { requireWritable } from "../../formats/write-atomic.ts";
import {
	tolerance as toleranceSchema,
	toleranceWords,
} from "../../recipes/schemas/fields.ts";
import { type GateRule, usualRule } from "../../studies/gate/decide.ts";
import type { Evidence } from "../../studies/gate/evidence.ts";
import { intervalNote } from "../../studies/gate/sentences.ts";
import { readReport } from "../../studies/measures/read-result.ts";
import { mayRepeatQuestions } from "../../studies/measures/repeated-questions.ts";
import {
	consistencyAxis,
	taskMeasures,
} from "../../studies/measures/task-measures.ts";
import type { CliContext } from "../context.ts";
import {
	chosenEngine,
	type EngineChoice,
	withEngine,
} from "../engine-choice.ts";
import { exitStatus } from "../error-boundary.ts";
import { interruptible } from "../interrupt.ts";
import { collectOption, numberOption } from "../options.ts";
import { shortPath } from "../terminal/short-path.ts";
import { harmless } from "../terminal/terminal.ts";
import { wrap } from "../terminal/wrap.ts";

interface GateCommandOptions extends EngineChoice {
	readonly tasks?: readonly string[];
	readonly margin: number;
	readonly tolerance?: readonly string[];
	readonly alpha: number;
	readonly evidence?: string;
	readonly results?: string;
	readonly model?: string;
}

const help = `
A run ships if the lower bound of its gain is above the margin in every task with axis: target,
and if a fall of more than the tolerance, beyond the noise floor, is ruled out in every task with
axis: retention or general. If a task asks a question several times (in several wordings, in several
orders of its options, or with several seeds), the answers to one question must not agree less than
before either: this is the axis "TASK consistency", with the same tolerance unless it has its own.
If no task has axis: general, the run's general probe is added, both with --tasks and with --results.
Exit status: 0 ship, 3 do not ship.

Examples:
  npx temper-lm gate runs/pilot/runs/sft/lr-0.0002/seed-0 --tasks target.yaml facts.yaml
  npx temper-lm gate RUN --tasks target.yaml --tolerance 0.05 --tolerance "general=0.1" --evidence gate.json
  npx temper-lm gate RUN --tasks target.yaml --tolerance "target consistency=0.1"
  npx temper-lm gate RUN --results eval.json      # what temper-lm eval --run RUN ... --out eval.json wrote`;

/** `0.05`, or `TASK=0.05` for one task. Throws `recipe`. */
export function tolerancesOf(
	settings: readonly string[],
): Pick<GateRule, "tolerance" | "tolerances"> {
	const bounds = toleranceSchema();
	let { tolerance } = usualRule;
	const tolerances: Record<string, number> = {};
	for (const text of settings) {
		const at = text.lastIndexOf("=");
		const written = text.slice(at + 1);
		const value = Number(written);
		if (written.trim() === "" || !bounds.safeParse(value).success)
			throw new TemperError("recipe", {
				where: `--tolerance ${text}`,
				expected: `${toleranceWords}, or TASK=NUMBER`,
				found: JSON.stringify(text),
			});
		if (at > 0) tolerances[text.slice(0, at)] = value;
		else tolerance = value;
	}
	return { tolerance, tolerances };
}

function levelOption(text: string): number {
	const value = numberOption(text);
	if (value > 0 && value < 0.5) return value;
	throw new InvalidArgumentError("It must be a number above 0 and below 0.5.");
}

async function gateCommand(
	run: string,
	options: GateCommandOptions,
	context: CliContext,
): Promise<number> {
	const { terminal } = context;
	const { margin, alpha, tasks = [], tolerance = [] } = options;
	const report =
		options.results === undefined ? null : await readReport(options.results);
	const read = tasks.map((path) => readTask(path));
	const rule = { margin, alpha, ...tolerancesOf(tolerance) };
	requireKnown(rule, report === null ? namesOf(read) : namesIn(report));
	if (options.evidence !== undefined) await requireWritable(options.evidence);
	return interruptible(context, async (signal) => {
		const services = await context.loadServices();
		const evidence = await services.gate({
			...{ run, report, rule, tasks: read, signal },
			model: options.model,
			engine: await chosenEngine(options, run, services),
			onProgress(side, { task, done, items }) {
				terminal.status(`${side}: ${task} ${done} of ${items}`);
			},
		});
		terminal.status(null);
		if (evidence === null) return exitStatus.interrupted;
		showVerdict(evidence, context);
		if (options.evidence !== undefined) {
			await writeJsonFile(options.evidence, evidence);
			terminal.line(`evidence: ${shortPath(options.evidence)}`);
		}
		return evidence.verdict.ship ? exitStatus.done : exitStatus.gate;
	});
}

/** Axes that tasks may have. */
function namesOf(tasks: readonly Task[]): string[] {
	return tasks.flatMap((task) =>
		mayRepeatQuestions(task)
			? [task.name, consistencyAxis(task.name)]
			: [task.name],
	);
}

function namesIn({ tuned }: EvalReport): string[] {
	return tuned.tasks.flatMap(taskMeasures).map(({ axis }) => axis.name);
}

function requireKnown(
	{ tolerances }: GateRule,
	names: readonly string[],
): void {
	const known = [...names, "general"];
	const alien = Object.keys(tolerances).find((name) => !known.includes(name));
	if (alien === undefined) return;
	throw new TemperError("recipe", {
		where: "--tolerance",
		expected: `the name of a task: ${[...new Set(known)].join(", ")}`,
		found: alien,
	});
}

/** Prints the verdict and what it rests on. */
function showVerdict(
	{
		verdict,
		sentences,
		notes,
	}: Pick<Evidence, "verdict" | "sentences" | "notes">,
	{ terminal }: Pick<CliContext, "terminal">,
): void {
	const [summary = "", ...conditions] = sentences;
	for (const [i, sentence] of conditions.entries()) {
		const holds = verdict.conditions[i]?.holds === true;
		const mark = holds
			? terminal.paint("green", "holds ")
			: terminal.paint("red", "fails ");
		const [first = "", ...rest] = wrap(
			harmless(sentence),
			Math.max(40, terminal.columns - 8),
		);
		terminal.line(`${mark}  ${first}`);
		for (const line of rest) terminal.line(`        ${line}`);
	}
	if (conditions.length > 0)
		for (const line of wrap(intervalNote, terminal.columns))
			terminal.line(line);
	for (const note of notes)
		for (const line of wrap(harmless(note), terminal.columns))
			terminal.line(terminal.paint("yellow", line));
	const style = verdict.ship ? "green" : "red";
	for (const line of wrap(harmless(summary), terminal.columns))
		terminal.line(terminal.paint(style, line));
}

/** `report` is told the exit status of a verdict. */
export function addGate(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const command = program
		.command("gate")
		.description(
			"Decides whether a run may ship, from what it gained and lost relative to its base, and gives the reasons.",
		)
		.argument("<run>", "a finished run")
		.option(
			"--tasks <files...>",
			"task files, at least one with axis: target; with --results: tasks that must be in them",
		)
		.option(
			"--margin <gain>",
			"the gain that the target must exceed",
			numberOption,
			usualRule.margin,
		)
		.option(
			"--tolerance <fall>",
			"the largest fall that is accepted, or TASK=FALL; may be repeated (default: 0.02)",
			collectOption,
		)
		.option(
			"--alpha <level>",
			"one-sided level of every bound",
			levelOption,
			usualRule.alpha,
		)
		.option(
			"--evidence <file>",
			"writes everything that the verdict is based on, as JSON",
		)
		.option(
			"--model <model>",
			"the current path of the model from which the run was trained",
		)
		.option(
			"--results <file>",
			"results of the run, written by temper-lm eval --out",
		);
	withEngine(command)
		.addHelpText("after", help)
		.action(async (run: string, options: GateCommandOptions) =>
			report(await gateCommand(run, options, context)),
		);
}
