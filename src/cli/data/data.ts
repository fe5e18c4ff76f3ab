import type { Command } from "commander";
import { addAudit } from "../audit/audit.ts";
import type { CliContext } from "../context.ts";
import { addCheck } from "./check-data.ts";
import { addShow } from "./show-data.ts";

/** `report` receives the exit status of an audit. */
export function addData(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const data = program
		.command("data")
		.description(
			"Checks and shows training rows as a model would see them, and audits what they say.",
		);
	addCheck(data, context);
	addAudit(data, context, report);
	addShow(data, context);
}
