import { inline } from "../markdown.ts";
import { html, type Insert, type Markup } from "../markup.ts";
import { type Table, tableMarkup, tableText } from "../table.ts";
import { type Fact, factsMarkup, factsText } from "./facts.ts";
import { type Figures, figuresMarkup } from "./figures.ts";

/** A piece of a card. */
export type Block =
	| { readonly kind: "heading"; readonly text: string }
	/** Paragraphs. */
	| { readonly kind: "texts"; readonly texts: readonly string[] }
	/** Sentences that no reader should miss. */
	| { readonly kind: "warning"; readonly texts: readonly string[] }
	| { readonly kind: "list"; readonly items: readonly string[] }
	/** In HTML alone, since Markdown has no charts; a table has to show the same numbers. */
	| ({ readonly kind: "figures" } & Figures)
	| { readonly kind: "table"; readonly table: Table }
	/** Blocks that are folded until a reader opens them; in Markdown they follow a heading. */
	| {
			readonly kind: "folded";
			readonly summary: string;
			readonly blocks: readonly Block[];
	  }
	| { readonly kind: "facts"; readonly facts: readonly Fact[] };

type Of<K extends Block["kind"]> = Extract<Block, { kind: K }>;

interface Form<B> {
	html(block: B): Insert;
	markdown(block: B): readonly string[];
}

const listText = (items: readonly string[]) =>
	items.length === 0 ? [] : [items.map((one) => `- ${inline(one)}`).join("\n")];

/** Both forms of every kind of block. */
const forms: { readonly [K in Block["kind"]]: Form<Of<K>> } = {
	heading: {
		html: ({ text }) => html`<h3 dir="auto">${text}</h3>`,
		markdown: ({ text }) => [`### ${inline(text)}`],
	},
	texts: {
		html: ({ texts }) =>
			texts.map((text) => html`<p class="note" dir="auto">${text}</p>`),
		markdown: ({ texts }) => texts.map(inline),
	},
	warning: {
		html: ({ texts }) =>
			texts.length === 0
				? null
				: html`<div class="to-note"><ul>${texts.map((text) => html`<li dir="auto">${text}</li>`)}</ul></div>`,
		markdown: ({ texts }) => listText(texts),
	},
	list: {
		html: ({ items }) =>
			items.length === 0
				? null
				: html`<ul class="listed">${items.map((one) => html`<li dir="auto">${one}</li>`)}</ul>`,
		markdown: ({ items }) => listText(items),
	},
	figures: { html: figuresMarkup, markdown: () => [] },
	table: {
		html: ({ table }) => (table.rows.length === 0 ? null : tableMarkup(table)),
		markdown: ({ table }) =>
			table.rows.length === 0 ? [] : [tableText(table)],
	},
	folded: {
		html: ({ summary, blocks }) =>
			html`<details><summary><span class="more">${summary}</span></summary><h3>${summary}</h3>${blocks.map(blockMarkup)}</details>`,
		markdown: ({ summary, blocks }) => [
			`### ${inline(summary)}`,
			...blocks.flatMap(blockText),
		],
	},
	facts: {
		html: ({ facts }) => factsMarkup(facts),
		markdown: ({ facts }) => factsText(facts),
	},
};

function formOf<B extends Block>(block: B): Form<B> {
	return forms[block.kind] as unknown as Form<B>;
}

export function blockMarkup(block: Block): Markup {
	return html`${formOf(block).html(block)}`;
}

/** Paragraphs, tables and lists, to be separated by empty lines. */
export function blockText(block: Block): readonly string[] {
	return formOf(block).markdown(block);
}
