import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { TemperError } from "../../../core/error.ts";
import { readBudget } from "../../../recipes/parse/parse-budget.ts";
import { figuresOf } from "../../../report/page/language/figures.ts";
import {
	type Language,
	languages,
} from "../../../report/page/language/language.ts";
import { wordsOf } from "../../../report/page/language/words.ts";
import { pricesOf } from "../../../studies/budget/cells/plan.ts";
import {
	type MeasuredFolder,
	readObservations,
} from "../../../studies/budget/cells/read-observations.ts";
import {
	askNext,
	type NextQuestion,
	type RowFiles,
} from "../../../studies/budget/next/ask-next.ts";
import type { CliContext } from "../../context.ts";
import { countOption } from "../../options.ts";
import { amountIn, unitIn } from "./amount-in.ts";
import { knownPrices, type UnitPrices } from "./known-prices.ts";
import { showNext } from "./show-next.ts";

interface NextOptions {
	readonly demonstration?: string;
	readonly pair?: string;
	readonly demonstrationRows?: string;
	readonly pairRows?: string;
	readonly step: number;
	readonly money?: string;
	readonly valuePerPoint?: string;
	readonly least?: string;
	readonly out?: string;
	readonly language: Language;
	readonly json?: boolean;
}

/** The folder of a study, with the prices and rows of its file if that is what was named. */
interface Named {
	readonly folder: string;
	readonly known: UnitPrices | null;
	readonly files: Partial<RowFiles>;
}

async function named(
	path: string,
	{ out }: Pick<NextOptions, "out">,
): Promise<Named> {
	const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
	if (isFolder) {
		const folder = resolve(path);
		return { folder, known: await knownPrices(folder), files: {} };
	}
	const recipe = readBudget(path, out === undefined ? {} : { out });
	const { demonstrations, pairs, unit } = recipe;
	return {
		folder: recipe.out,
		known: { unit, prices: pricesOf(recipe) },
		files: { demonstrations: demonstrations.rows, pairs: pairs.rows },
	};
}

function questionOf(
	options: NextOptions,
	{ target }: Pick<MeasuredFolder, "target">,
	{ known, files }: Named,
): NextQuestion {
	const { step, money, valuePerPoint, least } = options;
	const { scale } = figuresOf(
		{ ...target, estimates: [] },
		wordsOf(options.language),
	);
	const { unit, prices } = pricesAsked(options, known);
	const amount = (option: string, text: string | undefined) =>
		text === undefined ? null : amountIn(unit, option, text);
	const perPoint = amount("--value-per-point", valuePerPoint);
	const points = amountIn("points", "--least", least ?? "0");
	return {
		...{ prices, unit },
		files: {
			...files,
			...(options.demonstrationRows !== undefined && {
				demonstrations: resolve(options.demonstrationRows),
			}),
			...(options.pairRows !== undefined && {
				pairs: resolve(options.pairRows),
			}),
		},
		step: { prompts: step },
		money: amount("--money", money),
		value: perPoint === null || perPoint === 0 ? null : perPoint * scale,
		least: points === 0 ? null : points / scale,
		isShare: scale === 100,
	};
}

function pricesAsked(
	{ demonstration, pair }: Pick<NextOptions, "demonstration" | "pair">,
	known: UnitPrices | null,
): UnitPrices {
	const unit = known?.unit ?? unitIn([demonstration, pair]);
	const price = (option: string, text: string | undefined) =>
		text === undefined ? undefined : amountIn(unit, option, text);
	const first = price("--demonstration", demonstration);
	const second = price("--pair", pair);
	return {
		unit,
		prices: {
			demonstration:
				first ?? known?.prices.demonstration ?? missing("--demonstration"),
			pair: second ?? known?.prices.pair ?? missing("--pair"),
		},
	};
}

function missing(option: string): never {
	throw new TemperError("recipe", {
		where: option,
		expected: "the price of one prompt",
		found: "none",
		hint: "Give both prices, or name the study's YAML file instead of its folder.",
	});
}

async function nextCommand(
	path: string,
	options: NextOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const { language, json = false } = options;
	const asked = await named(path, options);
	const folder = await readObservations(asked.folder);
	const answer = await askNext(folder, questionOf(options, folder, asked));
	if (json) terminal.line(JSON.stringify(answer, null, 2));
	else
		for (const line of showNext(answer, language, terminal.columns))
			terminal.line(line);
}

const help = `
Reads the measurements of a budget study, which may still be running, and the rows in hand. It trains
nothing. Prices default to those in the study's file, or in its last report if you name the folder.
Amounts are in the study's unit. Each question about changed data counts as one look and is recorded in
looks.json in the study's folder: each later look requires more evidence before it recommends stopping.

Examples:
  npx temper-lm budget next budget.yaml
  npx temper-lm budget next budget.yaml --pair-rows pairs-june.jsonl --money 500 --value-per-point 300
  npx temper-lm budget next runs/budget --demonstration 2 --pair 1 --json`;

export function addNext(budget: Command, context: CliContext): void {
	budget
		.command("next")
		.summary("which kind to buy next and how many, or to stop")
		.description(
			"Says which kind to buy next and how many, or to stop buying, based on the measurements of a budget study and the rows in hand.",
		)
		.argument("<study>", "the YAML file of a budget study, or its folder")
		.option("--demonstration <price>", "price of one demonstration")
		.option("--pair <price>", "price of one pair")
		.option(
			"--demonstration-rows <file>",
			"all demonstrations in hand now, old and new (default: the study's file)",
		)
		.option(
			"--pair-rows <file>",
			"all pairs in hand now, old and new (default: the study's file)",
		)
		.option("--step <n>", "number of prompts in one purchase", countOption, 100)
		.option("--money <amount>", "money left to spend (default: no limit)")
		.option(
			"--value-per-point <amount>",
			"what a point of the score is worth; a purchase must then be worth its cost",
		)
		.option(
			"--least <points>",
			"the smallest gain that matters (default: 0.5 points if the score is a share, else 1% of the measured range)",
		)
		.option(
			"--out <folder>",
			"the study's folder, if you name its file and the study was run with --out",
		)
		.addOption(
			new Option("--language <language>", "language of the answer")
				.choices(languages)
				.default("en"),
		)
		.option("--json", "print the answer as JSON")
		.addHelpText("after", help)
		.action((path: string, options: NextOptions) =>
			nextCommand(path, options, context),
		);
}
