import { type Command, InvalidArgumentError, Option } from "commander";
import { TemperError } from "../../core/error.ts";
import { sideOf } from "../../data/check/answer-fault.ts";
import { renderPieces } from "../../data/check/render-pieces.ts";
import { showRow } from "../../data/check/show-row.ts";
import { supervisedCount } from "../../data/example.ts";
import { orders } from "../../explain/explanation.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { placeOf } from "../../text/columns/row-format.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import type { EncodedAnswer } from "../../text/encoded-row.ts";
import type { CliContext } from "../context.ts";
import {
	type ShowRunOptions,
	showRun,
	usualLimit,
} from "../explain/show-run.ts";
import { collectOption, countOption } from "../options.ts";
import { withTemplate } from "../speak/template-choice.ts";
import { asOption, type ReadingOptions, readingOf } from "./reading.ts";

interface ShowRowsOptions extends ReadingOptions {
	readonly row?: string;
	readonly count?: number;
}

async function showRows(
	path: string,
	options: ShowRowsOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const first = rowNumber(options.row ?? "1");
	const { count = 1 } = options;
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

/** Throws `recipe` for a file and a line: the file is named already. */
function rowNumber(text: string): number {
	if (!text.includes(":")) return Number(text);
	throw new TemperError("recipe", {
		where: "--row",
		expected: "the number of a row, or FILE:LINE with --run",
		found: text,
	});
}

interface ShowOptions
	extends ShowRowsOptions,
		Omit<ShowRunOptions, "run" | "model"> {
	readonly run?: string;
}

/** Options that ask about a run. */
const ofRuns = ["data", "at", "most", "limit", "card", "json"] as const;
/** Options that say how a file is read. */
const ofFiles = ["as", "template", "templateVar", "date"] as const;

async function show(
	path: string | undefined,
	options: ShowOptions,
	context: CliContext,
): Promise<void> {
	const { run } = options;
	const given = (names: readonly (keyof ShowOptions)[]) =>
		names.filter((name) => options[name] !== undefined);
	if (run !== undefined) {
		const [alien] = given(ofFiles);
		if (path === undefined && alien === undefined)
			return showRun({ ...options, run }, context);
		return refuse(
			"--run alone, which reads the rows of the run as it was trained on them",
			path ?? `--${alien}`,
		);
	}
	const [alien] = given(ofRuns);
	if (alien !== undefined) return refuse(`--run with --${alien}`, "no --run");
	if (path === undefined || options.model === undefined)
		return refuse(
			"ROWS and --model MODEL, or --run RUN",
			path === undefined ? "neither rows nor a run" : "no --model",
		);
	return showRows(path, options, context);
}

function refuse(expected: string, found: string): never {
	throw new TemperError("recipe", { where: "data show", expected, found });
}

const examples = `
Examples:
  npx temper-lm data show rows.jsonl --model SmolLM2-135M-Instruct
  npx temper-lm data show pairs.jsonl --model SmolLM2-135M-Instruct --row 3 --count 2
  npx temper-lm data show --run runs/minor-sft-1 --most moved
  npx temper-lm data show --run runs/reward-model-1 --card card.md`;

export function addShow(data: Command, context: CliContext): void {
	withTemplate(data.command("show"))
		.summary("show rows token by token, or what a run made of them")
		.description(
			"Shows rows token by token: masked, supervised, end of turn. With --run: the weights that the run's objective gives to its rows and tokens; for a reward model, the words whose removal changes the reward most.",
		)
		.argument("[rows]", "JSONL, JSON, CSV or Parquet")
		.option(
			"--model <model>",
			"the model whose tokenizer and chat template are used; with --run, the current path of the run's model",
		)
		.addOption(asOption())
		.option(
			"--row <row>",
			"the first row to show, from 1 (default: 1); with --run, the only row, as a line or FILE:LINE",
			rowOption,
		)
		.option(
			"--count <rows>",
			"how many rows to show (default: 1; with --run: 3)",
			countOption,
		)
		.option("--run <folder>", "a run: shows what it made of its rows")
		.option(
			"--data <path>",
			"with --run: the current path of the run's rows; may be repeated",
			collectOption,
		)
		.option(
			"--at <place>",
			"with --run: the policy at start, end or a checkpoint: step-40 (default: end)",
		)
		.addOption(
			new Option(
				"--most <order>",
				"with --run: answers that moved most, or with the least or most weight (default: damped)",
			).choices(orders),
		)
		.option(
			"--limit <rows>",
			`with --run: training rows to look at, or all (default: ${usualLimit})`,
			limitOption,
		)
		.option("--card <file>", "with --run of a reward model: writes its card")
		.option("--json", "with --run: prints the result as JSON")
		.addHelpText("after", examples)
		.action((path: string | undefined, options: ShowOptions) =>
			show(path, options, context),
		);
}

/** A line, or a file and a line. */
function rowOption(text: string): string {
	if (/^(?:.+:)?[1-9]\d*$/.test(text)) return text;
	throw new InvalidArgumentError(
		"It must be a whole number, 1 or above, or FILE:LINE.",
	);
}

function limitOption(text: string): number | "all" {
	return text === "all" ? text : countOption(text);
}
