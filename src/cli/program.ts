import { Command } from "commander";
import { describeVersions } from "../runs/machine.ts";
import { type CommandEntry, commands } from "./commands.ts";
import type { CliContext } from "./context.ts";
import { exitStatus, reportError } from "./error-boundary.ts";
import { foreignOption } from "./train/foreign-options.ts";

const example = `
Example:
  npx temper-lm pull HuggingFaceTB/SmolLM2-135M-Instruct
  npx temper-lm data check rows.jsonl --model SmolLM2-135M-Instruct
  npx temper-lm train --preset sft --model SmolLM2-135M-Instruct --data rows.jsonl
  npx temper-lm chat --run runs/sft-SmolLM2-135M-Instruct-1`;

/**
 * The program with the commands that are named; the others are only listed. `report` receives the exit status of those that
 * decide it.
 */
export async function createProgram(
	context: CliContext,
	report: (status: number) => void,
	named: (command: CommandEntry) => boolean,
): Promise<Command> {
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
	for (const command of commands) {
		if (named(command)) (await command.load())(program, context, report);
		else program.command(command.usage);
		program.commands.at(-1)?.summary(command.summary);
	}
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
	let program = new Command();
	try {
		const report = (found: number) => {
			status = found;
		};
		program = await createProgram(context, report, ({ name }) =>
			argv.includes(name),
		);
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
