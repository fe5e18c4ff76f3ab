import type { SideBySide } from "../../../studies/pilot/pilot-result.ts";
import { type Look, looksOf } from "../../charts/looks.ts";
import { baseSwatch, swatch } from "../../charts/swatch.ts";
import { countText, roundText } from "../../page/language/number-text.ts";
import { html, type Markup } from "../../page/markup.ts";
import { named } from "../../page/named.ts";
import type { Section } from "../../page/report.ts";
import type { ReportView } from "../view/report-view.ts";
import { answeringBase } from "./answering-base.ts";
import { beginning, shownSamples } from "./sample-budget.ts";
import { samplesText } from "./samples-markdown.ts";

/** Longer texts are folded down to their beginning. */
const folded = { above: 480, shown: 260 };

function textMarkup({ texts }: ReportView, original: string): Markup {
	const { text, left } = beginning(original);
	if (text.trim() === "")
		return html`<p class="empty">${texts.samples.empty}</p>`;
	const count = (value: number) => countText(texts.language, value);
	const rest =
		left === 0
			? null
			: html`<p class="note">${texts.samples.cut(count(left))}</p>`;
	const whole = html`<p class="text" dir="auto">${text}</p>${rest}`;
	if (text.length <= folded.above) return whole;
	const start = beginning(text, folded.shown).text;
	return html`<details><summary><span class="text" dir="auto">${start}…</span><span class="more">${texts.samples.showAll(count(text.length))}</span></summary>${whole}</details>`;
}

function scoreChip({ texts }: ReportView, score: number | null): Markup | null {
	if (score === null) return null;
	const tone = score >= 1 ? "good" : score <= 0 ? "bad" : "";
	return html`<span class="chip ${tone}"><span class="hidden">${texts.samples.score} </span>${roundText(texts.language, score)}</span>`;
}

function answerMarkup(
	view: ReportView,
	looks: ReadonlyMap<string, Look>,
	{ by, text, score }: SideBySide["answers"][number],
): Markup {
	const look = looks.get(by);
	const base = look === undefined ? answeringBase(view, by) : null;
	const symbol = look === undefined ? baseSwatch : swatch(look);
	return html`<div><dt>${symbol}${named(base ?? by)}${scoreChip(view, score)}</dt><dd>${textMarkup(view, text)}</dd></div>`;
}

function samplesMarkup(view: ReportView): Markup {
	const { texts, result } = view;
	const { samples: words } = texts;
	const { shown, more } = shownSamples(result.samples);
	const looks = looksOf(result.arms.map(({ name }) => name));
	const items = shown.map(
		(
			sample,
		) => html`<article class="sample"><div class="head"><span class="role">${named(sample.task)}</span>
<div class="asked">${textMarkup(view, sample.prompt)}</div>
${sample.expected === null ? null : html`<div class="expected"><span class="role">${words.expected}</span><span class="text" dir="auto">${beginning(sample.expected).text}</span></div>`}</div>
<dl class="answers">${sample.answers.map((one) => answerMarkup(view, looks, one))}</dl></article>
`,
	);
	return html`
<p class="note">${items.length === 0 ? words.none : words.note}</p>
${items.length === 0 ? null : html`<div class="card">${items}</div>`}
${more === 0 ? null : html`<p class="note">${words.more(more)}</p>`}`;
}

/** The same questions answered by the base and by the arms. */
export function samplesSection(view: ReportView): Section {
	return {
		id: "samples",
		title: view.texts.samples.title,
		html: () => samplesMarkup(view),
		markdown: () => samplesText(view),
	};
}
