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
<amount>: "5000 EUR", '$500', "40 hours", "90 minutes", or "2000 examples" (in all, with those in hand).
<price> of one row: an amount, an interval such as "1.5..2.5 EUR", or none if it cannot be bought.

Examples:
  npx temper-lm budget plan --budget "5000 EUR" --demonstration "2 EUR" --pair "0.8..1.2 EUR" --task style
  npx temper-lm budget plan --budget "900 EUR" --demonstration "10 min" --pair "3 min" --wage "30 EUR"
  npx temper-lm budget plan --budget "2000 examples" --model-size 1B --have-demonstrations 300`;

export function addPlan(budget: Command, context: CliContext): void {
	budget
		.command("plan")
		.summary("a staged purchase plan with its reasons, without a model")
		.description(
			"Plans what to buy, in stages, with what to measure and the rule behind every number.",
		)
		.requiredOption("--budget <amount>", "what may be spent")
		.option("--demonstration <price>", "of a prompt with its answer")
		.option("--pair <price>", "of a prompt with a better and a worse answer")
		.option("--made-pair <price>", "of one that pairs make makes")
		.option("--wage <money>", "per hour; converts minutes to money")
		.option("--have-demonstrations <n>", "prompts in hand", seedOption, 0)
		.option("--have-pairs <n>", "prompts in hand", seedOption, 0)
		.option("--model-size <n>", "parameters: 135M, 1.7B, 7B")
		.option("--model <model>", "a model whose config gives the size")
		.option("--instruct", "the model follows instructions already")
		.addOption(
			new Option("--task <kind>", "what tuning is for").choices(taskKinds),
		)
		.option("--results <file>", "what eval --out wrote of a first run")
		.option("--target <task>", "which task of --results counts")
		.option("--score-base <n>", "points, without --results", numberOption)
		.option("--score-demonstrations <n>", "after a first run", numberOption)
		.option("--value-per-point <money>", "for the pay-back")
		.option("--cost-of-error <money>", "of a wrong answer, with --answers")
		.option("--answers <n>", "answers that will be given", countOption)
		.addOption(
			new Option("--language <language>", "of the plan")
				.choices(languages)
				.default("en"),
		)
		.option("--json", "print the plan as JSON")
		.addHelpText("after", help)
		.action((options: ShownPlanOptions) => plan(options, context));
}
