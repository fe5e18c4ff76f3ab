import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../../core/error.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { ReportFile } from "../../report/files/report-file.ts";
import {
	type Language,
	languages,
} from "../../report/page/language/language.ts";
import type { CliContext } from "../context.ts";
import { shortPath } from "../terminal/short-path.ts";

interface ReportOptions {
	readonly language: Language;
	readonly out?: string;
}

/** The file among them that has the ending of the path. Throws `data`. */
function asked(files: readonly ReportFile[], path: string): ReportFile {
	const file = files.find(({ endings }) =>
		endings.some((ending) => path.toLowerCase().endsWith(ending)),
	);
	if (file !== undefined) return file;
	const usual = files.map(({ endings }) => endings[0]);
	throw new TemperError("data", {
		where: "--out",
		expected: `a file that ends in ${usual.slice(0, -1).join(", ")} or ${usual.at(-1)}`,
		found: path,
	});
}

/** Charts take a second to load, so they are loaded only to write a report. */
async function makeReport(
	folder: string,
	{ language, out }: ReportOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { openReport } = await import("../../report/report-kinds.ts");
	const files = (await openReport(folder))(language);
	const written =
		out === undefined
			? files.map((file) => ({ file, path: join(folder, file.name) }))
			: [{ file: asked(files, out), path: resolve(out) }];
	for (const { file, path } of written) {
		await writeFileAtomic(path, file.text());
		terminal.line(`wrote ${shortPath(path)}`);
	}
}

const help = `
The folder is that of a pilot, a budget study, an intervention study, a probe, a diagnosis or an audit.
A budget study's cells.csv, with a line for each trial, and a probe's probe.jsonl, with a line for each
question, are written as well.

Examples:
  npx temper-lm report pilots/sums
  npx temper-lm report budgets/tutor
  npx temper-lm report pilots/sums --language ja --out report.ja.html`;

export function addReport(program: Command, context: CliContext): void {
	program
		.command("report")
		.description(
			"Reads report.json of a study and writes report.html and report.md into the same folder.",
		)
		.argument("<folder>", "the folder of a study")
		.addOption(
			new Option("--language <language>", "language of the report")
				.choices(languages)
				.default("en"),
		)
		.option("--out <file>", "write only this file, by its ending")
		.addHelpText("after", help)
		.action((folder: string, options: ReportOptions) =>
			makeReport(folder, options, context),
		);
}
