import { Command } from "commander";
import { describeVersions } from "../runs/machine.ts";
import { addBudget } from "./budget/budget.ts";
import type { CliContext } from "./context.ts";
import { addData } from "./data/data.ts";
import { addDiagnose } from "./diagnose/diagnose.ts";
import { addIntervene } from "./diagnose/intervene.ts";
import { addProbe } from "./diagnose/probe.ts";
import { exitStatus, reportError } from "./error-boundary.ts";
import { addEval } from "./eval/eval.ts";
import { addRank } from "./eval/rank.ts";
import { addInspect } from "./inspect/inspect.ts";
import { addLab } from "./inspect/lab.ts";
import { addObjectives } from "./inspect/objectives.ts";
import { addPairs } from "./pairs/pairs.ts";
import { addPull } from "./pull.ts";
import { addExport } from "./runs/export.ts";
import { addRounds } from "./runs/rounds.ts";
import { addRuns } from "./runs/runs.ts";
import { addChat } from "./speak/chat.ts";
import { addGenerate } from "./speak/generate.ts";
import { addGate } from "./studies/gate.ts";
import { addPilot } from "./studies/pilot.ts";
import { addReport } from "./studies/report.ts";
import { addTorch } from "./torch/torch.ts";
import { foreignOption } from "./train/foreign-options.ts";
import { addTrain } from "./train/train.ts";

const example = `
Example:
  npx temper-lm pull HuggingFaceTB/SmolLM2-135M-Instruct
  npx temper-lm data check rows.jsonl --model SmolLM2-135M-Instruct
  npx temper-lm train --preset sft --model SmolLM2-135M-Instruct --data rows.jsonl
  npx temper-lm chat --run runs/sft-SmolLM2-135M-Instruct-1`;

/** All commands; `report` receives the exit status of those that decide it. */
export function createProgram(
	context: CliContext,
	report: (status: number) => void,
): Command {
	const { terminal } = context;
	const program = new Command("npx temper-lm")
		.description(
			"Fine-tunes language models on your own data, on this machine.",
		)
		.version(describeVersions().temper, "-v, --version", "print the version")
		.helpOption("-h, --help", "show help")
		.helpCommand("help [command]", "show help for a command")
		.exitOverride()
		.configureOutput({
			writeOut: (text) => terminal.write(text),
			writeErr: () => {},
		})
		.configureHelp({
			helpWidth: terminal.live ? Math.min(terminal.columns, 100) : 80,
		})
		.addHelpText("after", example);
	const addRowCommands = (parent: Command) => addData(parent, context, report);
	for (const add of [
		addPull,
		addInspect,
		addRowCommands,
		addObjectives,
		addEval,
		addProbe,
		addDiagnose,
		addGenerate,
		addChat,
		addExport,
		addRank,
		addPairs,
		addRounds,
		addReport,
		addLab,
	])
		add(program, context);
	addTrain(program, context, report);
	addRuns(program, context, report);
	addPilot(program, context, report);
	addBudget(program, context, report);
	addIntervene(program, context, report);
	addGate(program, context, report);
	addTorch(program, context, report);
	return program;
}

/** `help runs resume` as `runs resume --help`; an unknown command is left to be refused. */
function helpWords(program: Command, argv: readonly string[]): string[] {
	const [first, ...path] = argv;
	if (first !== "help") return [...argv];
	let command: Command | undefined = program;
	for (const word of path)
		command = command?.commands.find((one) => one.name() === word);
	return command === undefined ? path : [...path, "--help"];
}

/** Runs one command line (without program and script names) and returns the exit status. Never throws. */
export async function runCli(
	argv: readonly string[],
	context: CliContext,
): Promise<number> {
	let status: number = exitStatus.done;
	const program = createProgram(context, (found) => {
		status = found;
	});
	try {
		if (argv.length === 0) program.outputHelp();
		else await program.parseAsync(helpWords(program, argv), { from: "user" });
		return status;
	} catch (error) {
		context.terminal.status(null);
		return reportError(error, context.errors, (option) =>
			foreignOption(program, argv, option),
		);
	}
}
