import { join } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../../core/error.ts";
import { checkRows } from "../../data/check/check-rows.ts";
import type { DataReport } from "../../data/check/data-report.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import { readArchitecture } from "../../models/model.ts";
import { modelFolder } from "../../recipes/locate/model-folder.ts";
import {
	longestRow,
	usualBatchTokens,
	usualMaxLength,
} from "../../recipes/resolve/longest-row.ts";
import {
	type DataRecipe,
	tooLongRules,
} from "../../recipes/schemas/data-schema.ts";
import type { CliContext } from "../context.ts";
import { countOption } from "../options.ts";
import { withTemplate } from "../speak/template-choice.ts";
import { showReport } from "../studies/show-report.ts";
import { asOption, type ReadingOptions, readingOf } from "./reading.ts";

interface CheckOptions extends ReadingOptions {
	readonly heldOut?: string;
	readonly maxLength?: number;
	readonly tooLong: DataRecipe["tooLong"];
	readonly json?: boolean;
	readonly allowEmptyAnswers?: boolean;
}

async function check(
	path: string,
	options: CheckOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { heldOut, tooLong } = options;
	const longest = await longestOf(options);
	const report = await checkRows((onBad) => readRows(path, { onBad }), {
		...(await readingOf(path, options)),
		maxLength: longest.tokens,
		emptyAnswers: options.allowEmptyAnswers ? "allow" : "refuse",
		...(heldOut === undefined
			? {}
			: { heldOut: (onBad) => readRows(heldOut, { onBad }) }),
	});
	if (options.json === true) terminal.line(JSON.stringify(report, null, "\t"));
	else {
		showReport(report, terminal);
		terminal.line(`length limit: ${longest.tokens} tokens, ${longest.from}`);
	}
	const { rows, usable, bad } = report;
	if (usable === rows && rows > 0 && bad.count === 0)
		return refuseLong(path, report, longest.tokens, tooLong);
	throw new TemperError("data", {
		where: path,
		expected: "rows that can be trained on",
		found:
			usable === 0
				? "none"
				: usable < rows
					? `${rows - usable} of ${rows} that cannot be used`
					: `${bad.count} held-out rows that cannot be read`,
		hint: "The list above names them.",
	});
}

interface Longest {
	readonly tokens: number;
	/** Where the length comes from. */
	readonly from: string;
}

/** The longest row that training would take. A model whose config Temper does not know sets no limit here. */
async function longestOf({ model, maxLength }: CheckOptions): Promise<Longest> {
	const folder = modelFolder(model, "--model");
	const given = maxLength ?? usualMaxLength(usualBatchTokens);
	const most = await positionsOf(folder);
	const tokens = longestRow(given, most);
	if (tokens < given) return { tokens, from: "the model's positions" };
	return maxLength === undefined
		? { tokens, from: "the default of data.maxLength (--max-length)" }
		: { tokens, from: "as --max-length says" };
}

async function positionsOf(folder: string): Promise<number> {
	const path = join(folder, "config.json");
	try {
		const config = await readJsonFile(path, "weights");
		return readArchitecture(config, path).maxPositions;
	} catch (error) {
		if (error instanceof TemperError) return Number.POSITIVE_INFINITY;
		throw error;
	}
}

/** Throws `data` for rows that are too long, as training would. */
function refuseLong(
	path: string,
	{ tooLong: { count, answerBeyond, rows } }: DataReport,
	longest: number,
	rule: CheckOptions["tooLong"],
): void {
	const refused =
		rule === "refuse" ? count : rule === "truncate" ? answerBeyond : 0;
	if (refused === 0) return;
	throw new TemperError("data", {
		where: path,
		expected: `at most ${longest} tokens in every row, the limit of training`,
		found:
			rule === "truncate"
				? `${refused} longer ${refused === 1 ? "row" : "rows"} with nothing to train on if cut`
				: `${refused} longer ${refused === 1 ? "row" : "rows"}, ${rows[0]} the first`,
		hint: `Train with a higher data.maxLength, or with data.tooLong: ${rule === "truncate" ? "" : "truncate, "}truncate-or-drop or drop; --max-length and --too-long check for these.`,
	});
}

const examples = `
Examples:
  npx temper-lm data check rows.jsonl --model SmolLM2-135M-Instruct
  npx temper-lm data check rows.jsonl --model SmolLM2-135M-Instruct --held-out test.jsonl --max-length 512`;

export function addCheck(data: Command, context: CliContext): void {
	withTemplate(data.command("check"))
		.description(
			"Reads every row: lengths, truncation, duplicates, leakage, columns that are not read, rows with nothing to train on.",
		)
		.argument("<rows>", "JSONL, JSON, CSV or Parquet")
		.requiredOption(
			"--model <model>",
			"the model whose tokenizer and chat template are used",
		)
		.addOption(asOption())
		.option(
			"--held-out <rows>",
			"held-out rows, which must not be among the training rows",
		)
		.option(
			"--max-length <tokens>",
			"length limit of a row, like data.maxLength (default: 1024, at most the model's context window)",
			countOption,
		)
		.addOption(
			new Option(
				"--too-long <rule>",
				"what training does with longer rows, like data.tooLong",
			)
				.choices(tooLongRules)
				.default("refuse"),
		)
		.option("--json", "print the report as JSON")
		.option(
			"--allow-empty-answers",
			"accept answers without a visible character, like data.emptyAnswers: allow",
		)
		.addHelpText("after", examples)
		.action((path: string, options: CheckOptions) =>
			check(path, options, context),
		);
}
