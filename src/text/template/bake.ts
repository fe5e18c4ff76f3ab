import { TemperError } from "../../core/error.ts";
import type { NamedTemplates, TemplateText } from "./named-templates.ts";

/** What a template is told besides a conversation, the same wherever a model is trained and asked. */
export interface TemplateSettings {
	/** Variables that it reads, such as `enable_thinking`. */
	readonly variables: Readonly<Record<string, unknown>>;
	/** The day that `strftime_now` tells, as YYYY-MM-DD; null for today's in UTC. */
	readonly date: string | null;
}

/** The macro that tells the date; templates that do not name it have no use for one. */
const dateMacro = "strftime_now";

/**
 * Templates with the settings written before them, as jinja: a variable is set unless whoever renders gives it another
 * value, and `strftime_now` tells the date. The texts are the originals if there is nothing to write. Throws `recipe` for a
 * variable that no template reads, and for a date that is none.
 */
export function bakeTemplates(
	named: NamedTemplates,
	{ variables, date }: TemplateSettings,
): NamedTemplates {
	const texts = [...named.values()];
	for (const name of Object.keys(variables)) requireRead(name, texts);
	const day = dayOf(date);
	const bake = (one: TemplateText): TemplateText => {
		const prelude = [
			...Object.entries(variables).map(setVariable),
			...(asksDate(one.text) ? [setDate(day)] : []),
		];
		// The new line after a block is dropped, and the template begins a line of its own, as it did.
		return prelude.length === 0
			? one
			: { ...one, text: `${prelude.join("")}\n${one.text}` };
	};
	return new Map([...named].map(([name, one]) => [name, bake(one)]));
}

/** Whether a template asks for the date, and has not been told one for good. */
export function asksDate(text: string): boolean {
	return text.includes(dateMacro) && !text.includes(`macro ${dateMacro}(`);
}

/** Today's day in UTC, as YYYY-MM-DD. */
export function today(): string {
	return new Date().toISOString().slice(0, 10);
}

/** Throws `recipe` unless the text is a day of the calendar. */
export function requireDay(day: string, where: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	const known =
		/^\d{4}-\d\d-\d\d$/.test(day) &&
		!Number.isNaN(date.getTime()) &&
		date.toISOString().startsWith(day);
	if (known) return day;
	throw new TemperError("recipe", {
		where,
		expected: "a day as YYYY-MM-DD",
		found: JSON.stringify(day),
	});
}

function dayOf(date: string | null): Date {
	const day = date === null ? today() : requireDay(date, "template date");
	return new Date(`${day}T00:00:00Z`);
}

function requireRead(name: string, texts: readonly TemplateText[]): void {
	const word = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
	if (/^[A-Za-z]\w*$/.test(name) && texts.some(({ text }) => word.test(text)))
		return;
	const asked = texts.flatMap(({ text }) =>
		[...text.matchAll(/(?<![\w.])(\w+) is (?:not )?defined/g)].map(
			([, word = ""]) => word,
		),
	);
	const known = [...new Set(asked)].filter((one) => one !== dateMacro);
	throw new TemperError("recipe", {
		where: `data.template, ${name}`,
		expected: "a variable that the chat template reads",
		found: `no such word in ${texts.map(({ source }) => source).join(", ")}`,
		...(known.length > 0 && { hint: `It asks for ${known.join(", ")}.` }),
	});
}

function setVariable([name, value]: readonly [string, unknown]): string {
	return `{%- if ${name} is not defined %}{%- set ${name} = ${literal(value)} %}{%- endif %}`;
}

/** A value as jinja writes it: as JSON, but for null. */
function literal(value: unknown): string {
	if (value === null) return "none";
	if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
	if (typeof value !== "object") return JSON.stringify(value);
	const entries = Object.entries(value as Record<string, unknown>);
	return `{${entries.map(([key, one]) => `${JSON.stringify(key)}: ${literal(one)}`).join(", ")}}`;
}

const months =
	"January February March April May June July August September October November December".split(
		" ",
	);
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(
	" ",
);

function setDate(date: Date): string {
	const replaced = Object.entries(dateFields(date))
		.map(([field, text]) => ` | replace("${field}", "${text}")`)
		.join("");
	return `{%- macro ${dateMacro}(format) %}{{- format${replaced} }}{%- endmacro %}`;
}

/** What the fields of a strftime format stand for at the beginning of a day; those with a dash, unpadded, come first. */
function dateFields(date: Date): Record<string, string> {
	const two = (n: number) => String(n).padStart(2, "0");
	const month = months[date.getUTCMonth()] ?? "";
	const day = days[date.getUTCDay()] ?? "";
	const [m, d] = [date.getUTCMonth() + 1, date.getUTCDate()];
	return {
		"%-d": String(d),
		"%-m": String(m),
		"%Y": String(date.getUTCFullYear()),
		"%y": two(date.getUTCFullYear() % 100),
		"%m": two(m),
		"%B": month,
		"%b": month.slice(0, 3),
		"%d": two(d),
		"%A": day,
		"%a": day.slice(0, 3),
		"%H": "00",
		"%I": "12",
		"%M": "00",
		"%S": "00",
		"%p": "AM",
		"%%": "%",
	};
}
