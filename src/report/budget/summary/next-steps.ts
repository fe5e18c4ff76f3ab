import type { Estimate } from "../../../stats/estimate.ts";
import { hasPenalty } from "../cold/cold-sentences.ts";
import type { BudgetView } from "../view/budget-view.ts";

type Answer = BudgetView["result"]["answers"][number];

/** Whether the answers hold: buying ended as it should, the shape is trusted, and nothing is extrapolated. */
export function stateOf({
	result,
}: BudgetView): "settled" | "provisional" | "nothing" {
	const { answers, bought, surface } = result;
	if (answers.length === 0) return "nothing";
	const ended = bought.ended !== "open" && bought.ended !== "limit";
	const known = answers.every(({ extrapolated }) => !extrapolated);
	return ended && known && !surface.distrusted ? "settled" : "provisional";
}

/** The kind that adds more for the same cost after the last budget; null if prices do not say. */
function nextKind({
	result,
}: BudgetView): "demonstrations" | "pairs" | "either" | null {
	const last = result.marginal.at(-1);
	const { demonstration, pair } = result.prices;
	if (last === undefined || demonstration === 0 || pair === 0) return null;
	if (last.demonstrations === null || last.pairs === null) return null;
	const per = ({ value, low, high }: Estimate, price: number) => ({
		value: value / price,
		half: (high - low) / 2 / price,
	});
	const s = per(last.demonstrations, demonstration);
	const p = per(last.pairs, pair);
	if (Math.abs(s.value - p.value) <= Math.hypot(s.half, p.half))
		return "either";
	return s.value > p.value ? "demonstrations" : "pairs";
}

/** What to do next, the most urgent first. */
export function nextSteps(view: BudgetView): string[] {
	const { result, texts, figures, money, count } = view;
	const { steps } = texts.summary;
	const { answers, bought, surface, coldStart } = result;
	if (answers.length === 0)
		return [bought.ended === "open" ? steps.open : steps.score];
	const budgets = (of: (answer: Answer) => boolean) =>
		texts.list(answers.filter(of).map(({ budget }) => money(budget)));
	const beyond = budgets(({ extrapolated }) => extrapolated);
	const short = budgets(({ limitedByRows }) => limitedByRows);
	const most = Math.max(...answers.map(({ regret }) => regret.high));
	const kind = nextKind(view);
	const last = answers.at(-1);
	const mostly = hasPenalty(view) ? (coldStart?.mostly ?? null) : null;
	return [
		...(bought.ended === "open" ? [steps.open] : []),
		...(bought.ended === "limit"
			? [steps.limit({ most: figures.amount(most) })]
			: []),
		...(surface.distrusted ? [steps.distrusted] : []),
		...(beyond === "" ? [] : [steps.extrapolated(beyond)]),
		...(short === "" ? [] : [steps.collect(short)]),
		...(mostly === null ? [] : [steps.first({ mostly: count(mostly.value) })]),
		...(kind === null || last === undefined
			? []
			: [steps.buy[kind](money(last.budget))]),
	];
}
