import { inline } from "../markdown.ts";
import { html, type Markup } from "../markup.ts";
import type { Content } from "../report.ts";

/** How something is meant: green, grey or red. */
export type Tone = "good" | "plain" | "bad";

/** A number that a reader should not miss. */
export interface Tile {
	readonly name: string;
	readonly figure: string;
	readonly unit: string;
	readonly note: string;
}

/** One answer of several, such as that for one budget or for one model. */
export interface Entry {
	readonly lead: string;
	readonly chip: { readonly tone: Tone; readonly text: string };
	readonly rest: readonly string[];
}

export interface Summary {
	/** What the summary is called for those who hear it. */
	readonly label: string;
	readonly badge: { readonly tone: Tone; readonly text: string };
	/** The sentence that says most. */
	readonly lead: string;
	readonly said: readonly string[];
	/** In HTML alone: sections show the same numbers. */
	readonly tiles: readonly Tile[];
	readonly entries: {
		readonly title: string;
		readonly items: readonly Entry[];
	} | null;
	/** What to do next, the most urgent first. */
	readonly steps: { readonly title: string; readonly items: readonly string[] };
	/** What no number shows and no reader should miss. */
	readonly notes: { readonly title: string; readonly items: readonly string[] };
	/** Between two sentences. */
	readonly space: string;
}

const badges: Readonly<
	Record<Tone, { readonly classes: string; readonly mark: string }>
> = {
	good: { classes: "badge good", mark: "✓" },
	plain: { classes: "badge", mark: "–" },
	bad: { classes: "badge bad", mark: "✕" },
};

const chips: Readonly<Record<Tone, string>> = {
	good: "chip good",
	plain: "chip",
	bad: "chip bad",
};

/** Characters of a figure that still fit in large type. */
const short = 9;

function tileMarkup({ name, figure, unit, note }: Tile): Markup {
	return html`<div class="tile"><dt>${name}</dt><dd><div class="figure${figure.length > short ? " long" : ""}">${figure}<small>${unit}</small></div><div class="of">${note}</div></dd></div>`;
}

function listed(
	{ title, items }: Summary["steps"],
	classes: string,
): Markup | null {
	return items.length === 0
		? null
		: html`<div class="${classes}"><h3>${title}</h3><ul>${items.map((text) => html`<li dir="auto">${text}</li>`)}</ul></div>`;
}

function entriesMarkup({ entries, space }: Summary): Markup | null {
	if (entries === null || entries.items.length === 0) return null;
	const items = entries.items.map(
		({ lead, chip, rest }) =>
			html`<li><p><span class="entry" dir="auto">${lead}</span> <span class="${chips[chip.tone]}">${chip.text}</span></p>${rest.length === 0 ? null : html`<p class="note">${rest.join(space)}</p>`}</li>`,
	);
	return html`<div class="entries"><h3>${entries.title}</h3><ol>${items}</ol></div>`;
}

function markupOf(summary: Summary): Markup {
	const { label, badge, lead, said, tiles, steps, notes, space } = summary;
	const { classes, mark } = badges[badge.tone];
	return html`<section id="summary" class="card summary" aria-label="${label}">
<p class="${classes}"><span aria-hidden="true">${mark}</span> ${badge.text}</p>
<p class="lead">${lead}</p>
${said.length === 0 ? null : html`<p class="said">${said.join(space)}</p>`}
<dl class="tiles">${tiles.map(tileMarkup)}</dl>
${entriesMarkup(summary)}
${listed(steps, "steps")}
${listed(notes, "to-note")}
</section>`;
}

function part({ title, items }: Summary["steps"]): string[] {
	return items.length === 0
		? []
		: [`**${title}**`, items.map((line) => `- ${inline(line)}`).join("\n")];
}

function textOf(summary: Summary): string[] {
	const { badge, lead, said, entries, steps, notes, space } = summary;
	const told = entries?.items.map(({ lead, rest, chip }) =>
		[`${lead} [${chip.text}]`, ...rest].join(space || " "),
	);
	return [
		`**${inline(badge.text)}**`,
		inline([lead, ...said].join(space)),
		...part({ title: entries?.title ?? "", items: told ?? [] }),
		...part(steps),
		...part(notes),
	];
}

/** What comes first on a page: an answer in words, with the figures that it rests on. */
export function summaryContent(summary: Summary): Content {
	return { html: () => markupOf(summary), markdown: () => textOf(summary) };
}
