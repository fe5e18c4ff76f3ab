import type { Command } from "commander";
import type { CliContext } from "../context.ts";
import { addNext } from "./next/next.ts";
import { addPlan } from "./plan.ts";
import { addStudy } from "./study.ts";

const help = `
There are two kinds of rows to buy: demonstrations (a prompt with an answer to imitate, for fine-tuning)
and preference pairs (a prompt with a better and a worse answer, for dpo and related objectives).
Start with a plan. It needs only the budget and the price of one row of each kind:

  npx temper-lm budget plan --budget "5000 EUR" --demonstration "2 EUR" --pair "1 EUR"
  npx temper-lm budget plan --budget "40 hours" --demonstration "10 minutes" --pair "3 minutes"
  npx temper-lm budget plan --help      # also model size, kind of task, rows in hand, pay-back

Once you have rows of both kinds, measure the best split on your own task. As more rows come in, ask
what to buy next:

  npx temper-lm budget study budget.yaml
  npx temper-lm budget next budget.yaml

docs/budget.md describes all three.`;

/** What to buy next, demonstrations or preferences, and how many. */
export function addBudget(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	const budget = program
		.command("budget")
		.description(
			"Says how to divide a budget between demonstrations and preference pairs.",
		)
		.addHelpText("after", help);
	addPlan(budget, context);
	addStudy(budget, context, report);
	addNext(budget, context);
}
