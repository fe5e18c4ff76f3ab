import { type Command, Option } from "commander";
import {
	type Language,
	languages,
} from "../../report/page/language/language.ts";
import { planBudget } from "../../studies/budget/plan/plan-budget.ts";
import { taskKinds } from "../../studies/budget/plan/plan-question.ts";
import type { CliContext } from "../context.ts";
import { countOption, numberOption, seedOption } from "../options.ts";
import { type PlanOptions, planQuestionOf } from "./plan-question-of.ts";
import { showPlan } from "./show-plan.ts";

interface ShownPlanOptions extends PlanOptions {
	readonly language: Language;
	readonly json?: boolean;
}

async function plan(
	{ language, json = false, ...options }: ShownPlanOptions,
	{ terminal }: CliContext,
): Promise<void> {
	const found = planBudget(await planQuestionOf(options));
	if (json) terminal.line(JSON.stringify(found, null, 2));
	else
		for (const line of showPlan(found, language, terminal.columns))
			terminal.line(line);
}

const help = `
<amount>: "5000 EUR", '$500', "40 hours", "90 minutes", or "2000 examples". A number of examples is
the total at the end, rows in hand included; prices are then optional.
<price>: an amount for one row, an interval such as "1.5..2.5 EUR", or none if this kind cannot be
bought. Time and money can be combined only with --wage. docs/budget.md shows ten plans.

Examples:
  npx temper-lm budget plan --budget "5000 EUR" --demonstration "2 EUR" --pair "0.8..1.2 EUR" --task style
  npx temper-lm budget plan --budget "900 EUR" --demonstration "10 min" --pair "3 min" --wage "30 EUR"
  npx temper-lm budget plan --budget "2000 examples" --model-size 1B --have-demonstrations 300`;

export function addPlan(budget: Command, context: CliContext): void {
	budget
		.command("plan")
		.summary("a staged purchase plan with its reasons, without a model")
		.description(
			"Plans in stages what to buy and what to measure, and states the rule behind every number. Needs no model and trains nothing.",
		)
		.requiredOption(
			"--budget <amount>",
			"the total to spend: money, time or examples",
		)
		.option(
			"--demonstration <price>",
			"price of a demonstration: a prompt with its answer",
		)
		.option("--pair <price>", "price of a pair: a better and a worse answer")
		.option(
			"--made-pair <price>",
			"price of a pair that temper-lm pairs make produces",
		)
		.option("--wage <money>", "money per hour; converts time into money")
		.option(
			"--have-demonstrations <n>",
			"demonstrations in hand, in prompts",
			seedOption,
			0,
		)
		.option("--have-pairs <n>", "pairs in hand, in prompts", seedOption, 0)
		.option(
			"--model-size <n>",
			"number of parameters, for example 135M, 1.7B or 7B",
		)
		.option("--model <model>", "instead of --model-size: a model")
		.option("--instruct", "the model already follows instructions")
		.addOption(
			new Option(
				"--task <kind>",
				"the purpose of tuning; it sets what to measure",
			).choices(taskKinds),
		)
		.option("--results <file>", "scores of a first run, by eval --out")
		.option(
			"--target <task>",
			"the task that counts (default: the only target)",
		)
		.option(
			"--score-base <n>",
			"instead of --results: score of the base, points",
			numberOption,
		)
		.option(
			"--score-demonstrations <n>",
			"and after a first run on demonstrations",
			numberOption,
		)
		.option(
			"--value-per-point <money>",
			"worth of a point of the score, for the pay-back",
		)
		.option(
			"--cost-of-error <money>",
			"cost of one wrong answer; needs --answers",
		)
		.option(
			"--answers <n>",
			"number of answers; needs --cost-of-error",
			countOption,
		)
		.addOption(
			new Option("--language <language>", "language of the plan")
				.choices(languages)
				.default("en"),
		)
		.option("--json", "print the plan as JSON")
		.addHelpText("after", help)
		.action((options: ShownPlanOptions) => plan(options, context));
}
