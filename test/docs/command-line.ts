import type { Command } from "commander";
import { createProgram } from "../../src/cli/program.ts";
import { fakeContext } from "../../src/cli/testing/fake-context.ts";
import { parsePilot } from "../../src/recipes/parse/parse-pilot.ts";
import { parseStages } from "../../src/recipes/parse/parse-recipe.ts";

function everyCommand(command: Command): Command[] {
	return [command, ...command.commands.flatMap(everyCommand)];
}

/** The name under which `--set` settings are given, by command. */
const settled: Readonly<Record<string, (settings: string[]) => unknown>> = {
	pilot: (overrides) =>
		parsePilot(
			{
				...{ model: "m", data: { train: "rows.jsonl" }, arms: ["sft"] },
				tasks: ["a.task.yaml"],
			},
			{ overrides },
		),
};

function checkSettings(command: Command): void {
	const { set, preset } = command.opts<{ set?: string[]; preset?: string }>();
	if (command.name() === "train" && (set || preset)) {
		const model = { model: "m", data: { train: "rows.jsonl" } };
		parseStages(model, { preset: preset ?? "sft", overrides: set ?? [] });
	}
	if (set !== undefined) settled[command.name()]?.(set);
}

/**
 * Parses the arguments of `npx temper-lm` with the real program, without running it, and the settings that they hold with
 * the real schemas. Throws what the command line would report.
 */
export async function parseArguments(words: readonly string[]): Promise<void> {
	const context = fakeContext();
	const program = await createProgram(
		context,
		() => {},
		() => true,
	);
	let ran: Command | null = null;
	for (const command of everyCommand(program)) {
		command.exitOverride();
		if (command.commands.length === 0)
			command.action(() => {
				ran = command;
			});
	}
	if (words.length === 0 || words.includes("--help")) {
		const named = words.filter((word) => !word.startsWith("-"));
		let found: Command | undefined = program;
		for (const word of named)
			found = found?.commands.find((one) => one.name() === word);
		if (found === undefined) throw new Error(`no command ${named.join(" ")}`);
		return;
	}
	await program.parseAsync(words, { from: "user" });
	if (ran === null) throw new Error("no command ran");
	checkSettings(ran);
}
