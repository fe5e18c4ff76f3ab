import { inline } from "../markdown.ts";
import { html, type Markup } from "../markup.ts";
import type { Section } from "../report.ts";
import { type Block, blockMarkup, blockText } from "./block.ts";

/** Blocks in one frame. */
export interface Card {
	/** Null if the section has one card, which its own title names. */
	readonly title: string | null;
	readonly blocks: readonly Block[];
}

export interface BlockSection {
	readonly id: string;
	readonly title: string;
	readonly classes?: string;
	/** Sentences before the cards. */
	readonly before: readonly string[];
	readonly cards: readonly Card[];
	/** Sentences after the cards. */
	readonly after: readonly string[];
}

function heading({ title }: Card): readonly Block[] {
	return title === null ? [] : [{ kind: "heading", text: title }];
}

function cardMarkup(card: Card): Markup | null {
	const body = card.blocks.map(blockMarkup);
	if (body.every(({ markup }) => markup === "")) return null;
	return html`<div class="card">${heading(card).map(blockMarkup)}${body}</div>
`;
}

function cardText(card: Card): readonly string[] {
	const body = card.blocks.flatMap(blockText);
	return body.length === 0
		? []
		: [...heading(card).flatMap(blockText), ...body];
}

/** A section of sentences and cards, in both forms. A card without content is left out. */
export function blockSection(parts: BlockSection): Section {
	const { id, title, classes = "", before, cards, after } = parts;
	const notes = (texts: readonly string[]) =>
		texts.map((text) => html`<p class="note">${text}</p>`);
	return {
		...{ id, title, classes: `blocks ${classes}`.trim() },
		html: () => html`
${notes(before)}
${cards.flatMap((card) => cardMarkup(card) ?? [])}
${notes(after)}`,
		markdown: () => [
			...before.map(inline),
			...cards.flatMap(cardText),
			...after.map(inline),
		],
	};
}
