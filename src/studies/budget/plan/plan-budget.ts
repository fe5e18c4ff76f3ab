import { fromMicros, one, type Range, smallest } from "./amount.ts";
import type { BudgetPlan } from "./budget-plan.ts";
import { checkQuestion, mostExamples } from "./check-question.ts";
import { payBackOf } from "./pay-back.ts";
import { notesOf, pilotNote, regimeOf } from "./plan-notes.ts";
import type { Interval, PlanQuestion } from "./plan-question.ts";
import { pairShareOf, rulesOf, splitRulesOf } from "./plan-rules.ts";
import { refuse } from "./refuse.ts";
import { paper } from "./rules.ts";
import {
	affordableExamples,
	examplesOf,
	less,
	rangeOfRows,
	ruledDemonstrations,
	type SplitLimits,
	splitOf,
} from "./split.ts";
import { stagesOf } from "./stages.ts";
import { type Terms, termsOf } from "./terms.ts";

const intervalOf = ({ low, high }: Range): Interval => ({
	low: fromMicros(low),
	high: fromMicros(high),
});

const orNull = (range: Range | null) => range && intervalOf(range);

/** A budget of examples counts those in hand. Throws `recipe` if they are more, or if nothing can be bought. */
function budgetToSpend(question: PlanQuestion, terms: Terms): bigint {
	const { budget, inHand } = question;
	const where = "the budget (--budget)";
	if (terms.uses.demonstration === null && terms.uses.pair === null)
		refuse(
			"--demonstration, --pair",
			"a price of at least one kind",
			"none of both",
		);
	const have = examplesOf(inHand);
	const counted = budget.unit === "examples";
	const left = counted ? terms.budget - BigInt(have) * one : terms.budget;
	if (counted && have > 0 && left < one)
		refuse(
			where,
			`more examples than the ${have.toLocaleString("en")} in hand, which it counts`,
			`${budget.value.toLocaleString("en")} examples`,
			"Raise the budget by the number of rows in hand, or leave rows out of --have-demonstrations and --have-pairs.",
		);
	const prices = [terms.uses.demonstration, terms.uses.pair].flatMap(
		(price) => price ?? [],
	);
	const least = smallest(prices.map(({ low }) => low));
	if (left / least > BigInt(mostExamples))
		refuse(
			where,
			`a budget for at most ${mostExamples.toLocaleString("en")} examples`,
			"one for more",
			"Are the units of the budget and of the prices right?",
		);
	return left;
}

/** Pairs for each demonstration, if demonstrations cannot be bought. Throws `recipe` if pairs would meet an untouched base. */
function pairLimit(question: PlanQuestion, { uses }: Terms): number | null {
	if (uses.demonstration !== null || question.instruct) return null;
	const { demonstrations, pairs } = question.inHand;
	const most = 1 / paper.first - 1;
	if (demonstrations > 0 && pairs < most * demonstrations) return most;
	refuse(
		"--demonstration",
		"a price, because an untouched base needs demonstrations before preferences, at least one for every nine pairs",
		demonstrations === 0
			? "none, and no demonstrations in hand"
			: `none, and ${demonstrations.toLocaleString("en")} demonstrations for ${pairs.toLocaleString("en")} pairs in hand`,
		"Give the price of a demonstration or the number in hand; if the model follows instructions already, add --instruct.",
	);
}

/** The price that a budget does not reach, for the message. */
function refuseTooSmall(question: PlanQuestion, terms: Terms): never {
	const { budget } = question;
	const price = terms.uses.demonstration ?? terms.uses.pair;
	const kind = terms.uses.demonstration === null ? "pair" : "demonstration";
	const amount = price === null ? 0 : fromMicros(price.high);
	refuse(
		"the budget (--budget)",
		`at least the price of one ${kind}, ${amount} ${budget.unit === "examples" ? "example" : terms.unit}`,
		`${budget.value} ${budget.unit}`,
		"Prices are for one row. Is the unit right?",
	);
}

/**
 * Answers what to buy with a budget, demonstrations or preference pairs, and in which stages, from the findings of arXiv
 * 2502.11284 and marked rules of our own. Pure: no model is read and nothing is measured. The plan keeps within the budget at
 * the upper ends of the prices. Throws `recipe` for a question that no plan can answer.
 */
export function planBudget(question: PlanQuestion): BudgetPlan {
	checkQuestion(question);
	const read = termsOf(question);
	const terms = { ...read, budget: budgetToSpend(question, read) };
	const { inHand, task, instruct, parameters } = question;
	const pairShare = pairShareOf(question);
	const pairsPerDemonstration = pairLimit(question, terms);
	const limits: SplitLimits = { inHand, pairShare, pairsPerDemonstration };
	const examples = affordableExamples(terms, limits, "high");
	if (examples === examplesOf(inHand)) refuseTooSmall(question, terms);
	const total = splitOf(examples, terms, limits);
	const buy = less(total, inHand);
	const regime = regimeOf(examples);
	const splitRules = splitRulesOf(regime, question, terms);
	const pilotDone = pilotNote(question)?.kind === "pilot-passed";
	const stages = stagesOf({
		...{ terms, regime, inHand, total, instruct, pilotDone, splitRules },
	});
	const parts = { question, terms, regime, total, stages, pairShare };
	const cost = rangeOfRows(buy, terms.costs);
	const unspent = terms.budget - rangeOfRows(buy, terms.uses).high;
	const least = affordableExamples(terms, limits, "low");
	const bothKinds =
		terms.uses.demonstration !== null && terms.uses.pair !== null;
	const capped =
		pairsPerDemonstration !== null &&
		total.pairs === pairsPerDemonstration * total.demonstrations;
	return {
		...{ version: 1, budget: question.budget, unit: terms.unit },
		prices: {
			demonstration: orNull(terms.costs.demonstration),
			pair: orNull(terms.costs.pair),
		},
		...{ task, instruct, parameters, regime, inHand, buy, total },
		cost: intervalOf(cost),
		unspent: fromMicros(unspent),
		stages,
		rules: rulesOf(parts),
		notes: notesOf({
			...parts,
			asked: bothKinds
				? 1 - ruledDemonstrations(examples, pairShare) / examples
				: null,
			atLowerPrices: { examples: least, regime: regimeOf(least) },
			capped,
		}),
		payBack: payBackOf(question, cost, terms.unit),
	};
}
