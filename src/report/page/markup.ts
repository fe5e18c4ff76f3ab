/** A piece of HTML. Only `html` and `raw` create one, so its texts have been escaped. */
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

/** A template of HTML. Inserted texts are escaped, for elements and for quoted attributes. */
export function html(
	parts: TemplateStringsArray,
	...values: readonly Insert[]
): Markup {
	const last = parts.at(-1) ?? "";
	const markup = values.map((value, at) => `${parts[at]}${inserted(value)}`);
	return { markup: `${markup.join("")}${last}` };
}

/** Text that is HTML already. Never use it for texts from outside, such as those of a result. */
export function raw(markup: string): Markup {
	return { markup };
}
