/** A piece of HTML. Only `html` and `raw` make one, so what is one was escaped. */
export interface Markup {
	readonly markup: string;
}

export type Insert = string | number | Markup | readonly Markup[] | null;

const entities: Readonly<Record<string, string>> = {
	"&": "&amp;",
	"<": "&lt;",
	">": "&gt;",
	'"': "&quot;",
	"'": "&#39;",
};

function escaped(text: string): string {
	return text.replaceAll(/[&<>"']/g, (character) => entities[character]!);
}

function inserted(value: Insert): string {
	if (value === null) return "";
	if (typeof value === "string") return escaped(value);
	if (typeof value === "number") return String(value);
	if ("markup" in value) return value.markup;
	return value.map(({ markup }) => markup).join("");
}

/** HTML as a template: texts in it are escaped, for elements and for quoted attributes. */
export function html(
	parts: TemplateStringsArray,
	...values: readonly Insert[]
): Markup {
	const last = parts.at(-1) ?? "";
	const markup = values.map((value, at) => `${parts[at]}${inserted(value)}`);
	return { markup: `${markup.join("")}${last}` };
}

/** Text that is HTML already. Never for what comes from a result. */
export function raw(markup: string): Markup {
	return { markup };
}
