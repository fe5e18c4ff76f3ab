import { type Command, Option } from "commander";
import type { Recipe } from "../recipes/schemas/recipe-schema.ts";
import type { AnswerPrecision } from "../train/prepare/answer-precision.ts";
import type { CliContext } from "./context.ts";

/** What `--precision` says. */
export interface PrecisionChoice {
	readonly precision?: "float32" | "int8";
}

/** `--precision`, for commands that generate answers. */
export function withPrecision(command: Command): Command {
	return command.addOption(
		new Option(
			"--precision <precision>",
			"of answers; on a CPU int8 by default, if close to float32",
		).choices(["float32", "int8"]),
	);
}

/** What `--device` says. */
export interface DeviceChoice {
	readonly device?: Recipe["device"]["kind"];
}

/** `--device`, for commands that open a decoder themselves. */
export function withDevice(command: Command): Command {
	return command.addOption(
		new Option(
			"--device <device>",
			"where answers are computed (default: cpu)",
		).choices(["cpu", "webgpu", "cuda"] satisfies Recipe["device"]["kind"][]),
	);
}

/** Settles one precision for the answers of some model folders. `sayPrecision` says which, once everything else is accepted too. */
export async function settledPrecision(
	folders: readonly string[],
	{ precision, device = "cpu" }: PrecisionChoice & DeviceChoice,
	threads: number | null,
	context: CliContext,
): Promise<AnswerPrecision> {
	const { answerPrecision } = await context.loadServices();
	context.errors.status(
		"measuring how much int8 changes the model (once per model)",
	);
	const asked = precision ?? null;
	const options = { asked, device: { device, threads } };
	return answerPrecision(folders, options).finally(() =>
		context.errors.status(null),
	);
}

/** Says in which precision answers are computed, unless float32 was asked for. */
export function sayPrecision(
	{ note }: AnswerPrecision,
	{ errors }: CliContext,
): void {
	if (note !== null) errors.line(note);
}
