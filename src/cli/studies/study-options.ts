import { type Command, Option } from "commander";
import { readLauncher } from "../../recipes/launcher.ts";
import type { LauncherSpec } from "../../recipes/schemas/launcher-schema.ts";
import {
	type Language,
	languages,
} from "../../report/page/language/language.ts";
import { collectOption, countOption } from "../options.ts";

/** What every command that runs a study takes. */
export interface StudyOptions {
	readonly out?: string;
	readonly language: Language;
	readonly parallel?: number;
	readonly launcher?: string;
	readonly set?: readonly string[];
}

/** A study's recipe with the launcher that the command line names. Throws `recipe`. */
export function withLauncher<T extends { readonly launcher: LauncherSpec }>(
	recipe: T,
	{ launcher }: StudyOptions,
): T {
	return launcher === undefined
		? recipe
		: { ...recipe, launcher: readLauncher(launcher) };
}

/** Adds the options of a command that runs a study, which is called `name`; `folder` is where it lies by default. */
export function addStudyOptions(
	command: Command,
	name: string,
	folder: string,
): Command {
	return command
		.option("--out <folder>", `the ${name}'s folder (default: ${folder})`)
		.addOption(
			new Option("--language <language>", "language of the report")
				.choices(languages)
				.default("en"),
		)
		.option(
			"--parallel <n>",
			"jobs in parallel (default: as many as cores and memory allow, or as the launcher has seats)",
			countOption,
		)
		.option(
			"--launcher <file>",
			"where the jobs run: local, or a YAML file that describes a cluster (docs/cluster.md)",
		)
		.option(
			"--set <key=value>",
			"overrides one key of the file; may be repeated",
			collectOption,
		);
}
