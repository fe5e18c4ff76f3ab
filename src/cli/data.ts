import type { Command } from "commander";
import { TemperError } from "../core/error.ts";
import { checkRows } from "../data/check-rows.ts";
import { renderPieces } from "../data/render-pieces.ts";
import { showRow } from "../data/show-row.ts";
import { readRows } from "../formats/rows/read-rows.ts";
import { modelFolder } from "../recipes/model-folder.ts";
import { type RowEncoder, rowEncoder } from "../text/row-encoder.ts";
import { placeOf } from "../text/row-format.ts";
import { openTemplate } from "../text/template.ts";
import { openTokenizer, type Tokenizer } from "../text/tokenizer.ts";
import type { CliContext } from "./context.ts";
import { countOption } from "./options.ts";
import { showReport } from "./show-report.ts";

interface Reading {
	readonly tokenizer: Tokenizer;
	readonly encode: RowEncoder;
}

async function readingOf(model: string): Promise<Reading> {
	const folder = modelFolder(model, "--model");
	const tokenizer = await openTokenizer(folder);
	const template = await openTemplate(folder);
	return { tokenizer, encode: rowEncoder({ tokenizer, template }) };
}

interface CheckOptions {
	readonly model: string;
	readonly heldOut?: string;
	readonly maxLength?: number;
}

async function check(
	path: string,
	options: CheckOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { model, heldOut, maxLength } = options;
	const report = await checkRows((onBad) => readRows(path, { onBad }), {
		...(await readingOf(model)),
		maxLength: maxLength ?? null,
		...(heldOut === undefined
			? {}
			: { heldOut: (onBad) => readRows(heldOut, { onBad }) }),
	});
	showReport(report, terminal);
	if (report.usable > 0 && report.bad.count === 0) return;
	throw new TemperError("data", {
		where: path,
		expected: "rows that can be trained on",
		found:
			report.usable === 0
				? "none"
				: `${report.bad.count} of ${report.rows} that cannot be read`,
		hint: "The list above names them.",
	});
}

interface ShowOptions {
	readonly model: string;
	readonly row: number;
	readonly count: number;
}

async function show(
	path: string,
	{ model, row: first, count }: ShowOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { tokenizer, encode } = await readingOf(model);
	let number = 0;
	for await (const row of readRows(path)) {
		number++;
		if (number < first) continue;
		const encoded = encode(row);
		const learnt = encoded.mask.reduce((sum, bit) => sum + bit, 0);
		terminal.line(
			terminal.paint(
				"bold",
				`${placeOf(row)}: ${encoded.ids.length} tokens, ${learnt} supervised`,
			),
		);
		const pieces = showRow(encoded, tokenizer);
		terminal.line(renderPieces(pieces, { colour: terminal.colour }));
		if (number === first + count - 1) return;
	}
	if (number >= first) return;
	throw new TemperError("data", {
		where: path,
		expected: `a row ${first}`,
		found: `${number} rows`,
	});
}

export function addData(program: Command, context: CliContext): void {
	const data = program
		.command("data")
		.summary("check and show training rows")
		.description("Checks and shows training rows as a model would see them.");
	data
		.command("check")
		.description(
			"Reads every row: lengths, truncation, duplicates, leakage, rows with nothing to learn.",
		)
		.argument("<rows>", "JSONL, JSON, CSV or Parquet")
		.requiredOption("--model <model>", "whose tokenizer and template to use")
		.option("--held-out <rows>", "rows that must not be among these")
		.option("--max-length <tokens>", "count rows longer than this", countOption)
		.action((path: string, options: CheckOptions) =>
			check(path, options, context),
		);
	data
		.command("show")
		.description("Shows rows token by token: masked, supervised, end of turn.")
		.argument("<rows>", "JSONL, JSON, CSV or Parquet")
		.requiredOption("--model <model>", "whose tokenizer and template to use")
		.option("--row <number>", "the first row to show, from 1", countOption, 1)
		.option("--count <rows>", "how many rows to show", countOption, 1)
		.action((path: string, options: ShowOptions) =>
			show(path, options, context),
		);
}
