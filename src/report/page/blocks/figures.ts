import { html, type Markup } from "../markup.ts";

/** A chart with its heading. */
export interface Figure {
	readonly title: string;
	/** One drawing, or one for each kind of page. */
	readonly charts: readonly Markup[];
}

export interface Figures {
	readonly figures: () => readonly Figure[];
	/** How many figures share a line of a wide page. */
	readonly besides: 1 | 2 | 3;
	/** How to read the charts. */
	readonly key: Markup | null;
}

const layouts = { 1: null, 2: "grid halves", 3: "grid" } as const;

/** How many of so many small figures share a line, so that no line is nearly empty. */
export function besidesOf(count: number): 2 | 3 {
	return count <= 2 || count === 4 ? 2 : 3;
}

/** Figures below their key; null without any. */
export function figuresMarkup({
	figures,
	besides,
	key,
}: Figures): Markup | null {
	const drawn = figures().map(
		({ title, charts }) => html`<figure><h3>${title}</h3>${charts}</figure>`,
	);
	if (drawn.length === 0) return null;
	const layout = layouts[besides];
	return layout === null
		? html`${key}${drawn}`
		: html`${key}<div class="${layout}">${drawn}</div>`;
}
