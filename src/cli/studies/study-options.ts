import { type Command, Option } from "commander";
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
	readonly set?: readonly string[];
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
			"processes in parallel (default: as many as cores and memory allow)",
			countOption,
		)
		.option(
			"--set <key=value>",
			"overrides one key of the file; may be repeated",
			collectOption,
		);
}
