import { inline } from "../../page/markdown.ts";
import { html, type Markup } from "../../page/markup.ts";
import type { Content } from "../../page/report.ts";
import { endedText } from "../method/method-facts.ts";
import type { BudgetView } from "../view/budget-view.ts";
import { type Buy, buyOf, leadSentence } from "./buy-sentences.ts";
import { nextSteps, stateOf } from "./next-steps.ts";
import { budgetNotes } from "./notes.ts";
import { tiles } from "./tiles.ts";

const badges = {
	settled: { classes: "badge good", mark: "✓" },
	provisional: { classes: "badge", mark: "–" },
	nothing: { classes: "badge bad", mark: "✕" },
} as const;

const chips = {
	measured: "chip good",
	interpolated: "chip",
	extrapolated: "chip bad",
} as const;

/** Characters of a figure that still fit in large type. */
const short = 9;

function buyItem({ texts }: BudgetView, { lead, rest, lean }: Buy): Markup {
	return html`<li><p><span class="buy">${lead}</span> <span class="${chips[lean]}">${texts.shared[lean]}</span></p><p class="note">${rest.join(texts.space)}</p></li>`;
}

function listed(title: string, texts: readonly string[], classes: string) {
	return texts.length === 0
		? null
		: html`<div class="${classes}"><h3>${title}</h3><ul>${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ul></div>`;
}

function markupOf(view: BudgetView): Markup {
	const { result, texts } = view;
	const { summary, notes } = texts;
	const state = stateOf(view);
	const { classes, mark } = badges[state];
	const buys = result.answers.map((answer) =>
		buyItem(view, buyOf(view, answer)),
	);
	const shown = tiles(view).map(
		({ name, figure, unit, note }) =>
			html`<div class="tile"><dt>${name}</dt><dd><div class="figure${figure.length > short ? " long" : ""}">${figure}<small>${unit}</small></div><div class="of">${note}</div></dd></div>`,
	);
	return html`<section id="summary" class="card summary" aria-label="${summary.title}">
<p class="${classes}"><span aria-hidden="true">${mark}</span> ${summary.badge[state]}</p>
<p class="lead">${leadSentence(view)}</p>
<p class="said">${endedText(view)}</p>
<dl class="tiles">${shown}</dl>
${buys.length === 0 ? null : html`<div class="buys"><h3>${summary.buys}</h3><ol>${buys}</ol></div>`}
${listed(summary.next, nextSteps(view), "steps")}
${listed(notes.heading, budgetNotes(view), "to-note")}
</section>`;
}

function textOf(view: BudgetView): string[] {
	const { result, texts } = view;
	const { summary, notes, space } = texts;
	const list = (lines: readonly string[]) =>
		lines.map((line) => `- ${inline(line)}`).join("\n");
	const part = (title: string, lines: readonly string[]) =>
		lines.length === 0 ? [] : [`**${title}**`, list(lines)];
	const buys = result.answers.map((answer) => {
		const { lead, rest } = buyOf(view, answer);
		return [lead, ...rest].join(space);
	});
	return [
		`**${summary.badge[stateOf(view)]}**`,
		inline([leadSentence(view), endedText(view)].join(space)),
		...part(summary.buys, buys),
		...part(summary.next, nextSteps(view)),
		...part(notes.heading, budgetNotes(view)),
	];
}

/** What to buy with each budget, what that leans on, and what to do next. */
export function budgetSummary(view: BudgetView): Content {
	return { html: () => markupOf(view), markdown: () => textOf(view) };
}
