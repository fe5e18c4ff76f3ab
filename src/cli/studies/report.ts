import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../../core/error.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
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

type Kind = "html" | "markdown";

/** The kind of a file, by its ending. */
function kindOf(path: string): Kind {
	if (/\.html?$/i.test(path)) return "html";
	if (/\.(md|markdown)$/i.test(path)) return "markdown";
	throw new TemperError("data", {
		where: "--out",
		expected: "a file that ends in .html or .md",
		found: path,
	});
}

/** Charts take a second to load, so they are loaded only to write a report. */
async function makeReport(
	folder: string,
	{ language, out }: ReportOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const asked =
		out === undefined ? null : { path: resolve(out), kind: kindOf(out) };
	const { readReport } = await import("../../report/pilot/read-report.ts");
	const result = await readReport(folder);
	const { reportFiles } = await import("../../report/pilot/report-files.ts");
	const { pilotReport } = await import("../../report/pilot/pilot-report.ts");
	const { renderPage } = await import("../../report/page/render-page.ts");
	const { renderText } = await import("../../report/page/render-text.ts");
	const render = { html: renderPage, markdown: renderText };
	const report = pilotReport(result, language);
	const files =
		asked === null
			? (["html", "markdown"] as const).map((kind) => ({
					kind,
					path: join(folder, reportFiles[kind]),
				}))
			: [asked];
	for (const { kind, path } of files) {
		await writeFileAtomic(path, render[kind](report));
		terminal.line(`wrote ${shortPath(path)}`);
	}
}

const help = `
Examples:
  npx temper-lm report pilots/sums
  npx temper-lm report pilots/sums --language ja --out report.ja.html`;

export function addReport(program: Command, context: CliContext): void {
	program
		.command("report")
		.summary("write a pilot's report again, or in another language")
		.description(
			"Reads report.json of a pilot and writes report.html and report.md into the same folder.",
		)
		.argument("<folder>", "the folder of a pilot")
		.addOption(
			new Option("--language <language>", "language of the report")
				.choices(languages)
				.default("en"),
		)
		.option("--out <file>", "write only this file, .html or .md")
		.addHelpText("after", help)
		.action((folder: string, options: ReportOptions) =>
			makeReport(folder, options, context),
		);
}
