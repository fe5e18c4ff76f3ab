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
Reads what a budget study has measured, also while it runs, and the rows in hand; trains nothing. The
prices are those of the study's file, or of its last report if its folder is named. Amounts are in
the study's unit. Each question about changed data counts as one look, noted in looks.json in the
study's folder: later looks ask for more evidence before they end buying.

Examples:
  npx temper-lm budget next budget.yaml
  npx temper-lm budget next budget.yaml --pair-rows pairs-june.jsonl --money 500 --value-per-point 300
  npx temper-lm budget next runs/budget --demonstration 2 --pair 1 --json`;

export function addNext(budget: Command, context: CliContext): void {
	budget
		.command("next")
		.summary("which kind to buy next and how many, or to stop")
		.description(
			"Says what to buy next, from what a budget study has measured and the rows in hand now.",
		)
		.argument("<study>", "the file of a budget study, or its folder")
		.option("--demonstration <price>", "of one prompt with its answer")
		.option("--pair <price>", "of one prompt with a pair of answers")
		.option("--demonstration-rows <file>", "all demonstrations in hand now")
		.option("--pair-rows <file>", "all pairs in hand now")
		.option("--step <n>", "prompts that are bought at once", countOption, 100)
		.option("--money <amount>", "what is left to spend (default: no limit)")
		.option("--value-per-point <amount>", "what a point of the score is worth")
		.option(
			"--least <points>",
			"the smallest gain of use (default: 0.5 points of a share)",
		)
		.option("--out <folder>", "the study's folder, if its file is named")
		.addOption(
			new Option("--language <language>", "of the answer")
				.choices(languages)
				.default("en"),
		)
		.option("--json", "print the answer as JSON")
		.addHelpText("after", help)
		.action((path: string, options: NextOptions) =>
			nextCommand(path, options, context),
		);
}
