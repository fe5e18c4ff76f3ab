import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { addCheck } from "./check/check.ts";
import { addSetup } from "./setup.ts";

/** `report` is told the exit status of a command. */
export function addTorch(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const torch = program
		.command("torch")
		.description(
			"Makes and checks the Python environment of the PyTorch engine (engine: torch in a recipe).",
		);
	addSetup(torch, context, report);
	addCheck(torch, context, report);
}
