import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { addCheck } from "./check-data.ts";
import { addShow } from "./show-data.ts";

export function addData(program: Command, context: CliContext): void {
	const data = program
		.command("data")
		.summary("check and show training rows")
		.description("Checks and shows training rows as a model would see them.");
	addCheck(data, context);
	addShow(data, context);
}
