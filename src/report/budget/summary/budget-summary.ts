import { type Entry, summaryContent } from "../../page/blocks/summary.ts";
import type { Content } from "../../page/report.ts";
import { endedText } from "../method/method-facts.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { buyOf, leadSentence } from "./buy-sentences.ts";
import { nextSteps, stateOf } from "./next-steps.ts";
import { budgetNotes } from "./notes.ts";
import { tiles } from "./tiles.ts";

const badges = {
	settled: "good",
	provisional: "plain",
	nothing: "bad",
} as const;

const chips = {
	measured: "good",
	interpolated: "plain",
	extrapolated: "bad",
} as const;

/** What to buy with each budget, what that leans on, and what to do next. */
export function budgetSummary(view: BudgetView): Content {
	const { result, texts } = view;
	const { summary, notes, shared, space } = texts;
	const state = stateOf(view);
	const entries = result.answers.map((answer): Entry => {
		const { lead, rest, lean } = buyOf(view, answer);
		return { lead, rest, chip: { tone: chips[lean], text: shared[lean] } };
	});
	return summaryContent({
		label: summary.title,
		badge: { tone: badges[state], text: summary.badge[state] },
		lead: leadSentence(view),
		said: [endedText(view)],
		tiles: tiles(view),
		entries: { title: summary.buys, items: entries },
		steps: { title: summary.next, items: nextSteps(view) },
		notes: { title: notes.heading, items: budgetNotes(view) },
		space,
	});
}
