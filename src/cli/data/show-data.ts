import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import { sideOf } from "../../data/check/answer-fault.ts";
import { renderPieces } from "../../data/check/render-pieces.ts";
import { showRow } from "../../data/check/show-row.ts";
import { supervisedCount } from "../../data/example.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import type { EncodedAnswer } from "../../text/encoded-row.ts";
import type { CliContext } from "../context.ts";
import { countOption } from "../options.ts";
import { withTemplate } from "../speak/template-choice.ts";
import { asOption, type ReadingOptions, readingOf } from "./reading.ts";

interface ShowOptions extends ReadingOptions {
	readonly row: number;
	readonly count: number;
}

async function show(
	path: string,
	options: ShowOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { row: first, count } = options;
	const { tokenizer, wants, encode } = await readingOf(path, options);
	let number = 0;
	for await (const row of readRows(path)) {
		number++;
		if (number < first) continue;
		for (const answer of encode(row).flat()) {
			const title = `${placeOf(row)}${verdictOf(answer, wants)}: ${answer.ids.length} tokens, ${supervisedCount(answer)} supervised`;
			terminal.line(terminal.paint("bold", title));
			const pieces = showRow(answer, tokenizer);
			terminal.line(renderPieces(pieces, { colour: terminal.colour }));
		}
		if (number === first + count - 1) return;
	}
	if (number >= first) return;
	throw new TemperError("data", {
		where: path,
		expected: `a row ${first}`,
		found: `${number} rows`,
	});
}

/** What the row says of an answer, to follow its place. */
function verdictOf(answer: EncodedAnswer, wants: Wants): string {
	switch (wants) {
		case "demonstrations":
		case "prompts":
			return "";
		case "pairs":
			return `, ${sideOf(answer)}`;
		case "labels":
			return answer.liked ? ", desirable" : ", undesirable";
		default:
			return wants satisfies never;
	}
}

const examples = `
Examples:
  npx temper-lm data show rows.jsonl --model SmolLM2-135M-Instruct
  npx temper-lm data show pairs.jsonl --model SmolLM2-135M-Instruct --row 3 --count 2`;

export function addShow(data: Command, context: CliContext): void {
	withTemplate(data.command("show"))
		.description("Shows rows token by token: masked, supervised, end of turn.")
		.argument("<rows>", "JSONL, JSON, CSV or Parquet")
		.requiredOption(
			"--model <model>",
			"the model whose tokenizer and chat template are used",
		)
		.addOption(asOption())
		.option("--row <number>", "the first row to show, from 1", countOption, 1)
		.option("--count <rows>", "how many rows to show", countOption, 1)
		.addHelpText("after", examples)
		.action((path: string, options: ShowOptions) =>
			show(path, options, context),
		);
}
