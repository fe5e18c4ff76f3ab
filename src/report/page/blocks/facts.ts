import { inline } from "../markdown.ts";
import { html, type Markup } from "../markup.ts";

/** A name and the sentences or lines beside it. */
export interface Fact {
	readonly name: string;
	readonly lines: readonly string[];
}

export function factsMarkup(facts: readonly Fact[]): Markup {
	const items = facts.map(
		({ name, lines }) =>
			html`<dt>${name}</dt><dd>${lines.map((line) => html`<p dir="auto">${line}</p>`)}</dd>`,
	);
	return html`<dl class="facts">${items}</dl>`;
}

/** A fact with one line is one item; further lines are items below it. */
export function factsText(facts: readonly Fact[]): string[] {
	const item = ({ name, lines }: Fact) =>
		lines.length === 1
			? `- ${inline(name)}: ${inline(lines[0] ?? "")}`
			: [
					`- ${inline(name)}:`,
					...lines.map((one) => `  - ${inline(one)}`),
				].join("\n");
	return facts.length === 0 ? [] : [facts.map(item).join("\n")];
}
