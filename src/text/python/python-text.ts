import { floatText } from "../../formats/json/exact-number.ts";
import type { TemplateValue } from "../template/template-values.ts";

/** The arguments of Python's `json.dumps` that templates use, as transformers' `tojson` has them. */
export interface JsonStyle {
	readonly ensureAscii: boolean;
	/** What each level is indented by; null for one line. */
	readonly indent: string | null;
	readonly separators: readonly [item: string, key: string];
	readonly sortKeys: boolean;
}

/** Thrown if a text of arguments that is no JSON object would be encoded a second time. */
export class UndecodedArguments extends Error {
	constructor(text: string) {
		super(
			`the arguments of a call to be an object, or the JSON text of one: found ${JSON.stringify(text.slice(0, 60))}`,
		);
	}
}

/**
 * A value as Python's `json.dumps` writes it. A call's arguments that are given as JSON text are written as what they hold, not
 * encoded again. Throws an `Error` for what JSON cannot hold.
 */
export function pythonJson(
	value: TemplateValue,
	style: JsonStyle,
	margin = "\n",
): string {
	const text = value.value as string;
	switch (value.type) {
		case "NullValue":
			return "null";
		case "BooleanValue":
			return value.value ? "true" : "false";
		case "IntegerValue":
		case "FloatValue":
			return numberOf(value);
		case "StringValue":
			if (value.decoded === null) throw new UndecodedArguments(text);
			return value.decoded
				? pythonJson(value.decoded, style, margin)
				: quoted(text, style);
		case "ArrayValue":
		case "TupleValue": {
			const items = value.value as TemplateValue[];
			const inner = innerMargin(style, margin);
			const parts = items.map((item) => pythonJson(item, style, inner));
			return enclosed("[]", parts, style, margin);
		}
		case "ObjectValue":
		case "KeywordArgumentsValue": {
			const entries = [...(value.value as Map<string, TemplateValue>)];
			if (style.sortKeys) entries.sort(([a], [b]) => compareText(a, b));
			const inner = innerMargin(style, margin);
			const parts = entries.map(
				([key, one]) =>
					quoted(key, style) +
					style.separators[1] +
					pythonJson(one, style, inner),
			);
			return enclosed("{}", parts, style, margin);
		}
		default:
			throw new Error(
				`Object of type ${pythonTypeOf(value)} is not JSON serializable`,
			);
	}
}

function innerMargin({ indent }: JsonStyle, margin: string): string {
	return margin + (indent ?? "");
}

function enclosed(
	brackets: "[]" | "{}",
	parts: readonly string[],
	{ indent, separators }: JsonStyle,
	margin: string,
): string {
	const [open, close] = brackets;
	if (parts.length === 0) return brackets;
	if (indent === null) return `${open}${parts.join(separators[0])}${close}`;
	const inner = margin + indent;
	return `${open}${inner}${parts.join(separators[0] + inner)}${margin}${close}`;
}

function quoted(text: string, { ensureAscii }: JsonStyle): string {
	const json = JSON.stringify(text);
	if (!ensureAscii) return json;
	return json.replace(
		/[\u007f-\uffff]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

/** Orders texts by code points, as Python does. */
function compareText(a: string, b: string): number {
	const [one, other] = [Array.from(a), Array.from(b)];
	const at = one.findIndex((char, i) => char !== other[i]);
	if (at < 0) return one.length - other.length;
	return (one[at]?.codePointAt(0) ?? 0) - (other[at]?.codePointAt(0) ?? -1);
}

function numberOf({ type, value, digits }: TemplateValue): string {
	const number = value as number;
	if (type === "FloatValue") return floatText(number);
	return digits ?? String(Number.isInteger(number) ? BigInt(number) : number);
}

/** A value as Python's `str()` writes it, and therefore `{{ }}`, `~` and the filters `string` and `join`. */
export function pythonText(value: TemplateValue): string {
	if (value.type === "StringValue") return value.value as string;
	return value.type === "UndefinedValue" ? "" : pythonRepr(value);
}

const notFinite: Readonly<Record<string, string>> = {
	NaN: "nan",
	Infinity: "inf",
	"-Infinity": "-inf",
};

function pythonRepr(value: TemplateValue): string {
	switch (value.type) {
		case "NullValue":
			return "None";
		case "BooleanValue":
			return value.value ? "True" : "False";
		case "IntegerValue":
		case "FloatValue": {
			const text = numberOf(value);
			return notFinite[text] ?? text;
		}
		case "StringValue":
			return reprOfText(value.value as string);
		case "ArrayValue":
			return `[${(value.value as TemplateValue[]).map(pythonRepr).join(", ")}]`;
		case "TupleValue": {
			const parts = (value.value as TemplateValue[]).map(pythonRepr);
			return `(${parts.join(", ")}${parts.length === 1 ? "," : ""})`;
		}
		case "ObjectValue":
		case "KeywordArgumentsValue": {
			const entries = [...(value.value as Map<string, TemplateValue>)];
			return `{${entries.map(([key, one]) => `${reprOfText(key)}: ${pythonRepr(one)}`).join(", ")}}`;
		}
		default:
			return String(value);
	}
}

const shortEscapes: Readonly<Record<string, string>> = {
	"\\": "\\\\",
	"\n": "\\n",
	"\r": "\\r",
	"\t": "\\t",
};

/** Characters that Python's repr escapes: the backslash and what is not printable, the space apart. */
const escaped = /\\|(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/gu;

function reprOfText(text: string): string {
	const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
	const body = text.replace(escaped, (char) => {
		const code = char.codePointAt(0) ?? 0;
		const [letter, width] =
			code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
		return (
			shortEscapes[char] ??
			`\\${letter}${code.toString(16).padStart(width, "0")}`
		);
	});
	return quote + (quote === "'" ? body.replaceAll("'", "\\'") : body) + quote;
}

const pythonTypes: Readonly<Record<string, string>> = {
	NullValue: "NoneType",
	BooleanValue: "bool",
	IntegerValue: "int",
	FloatValue: "float",
	StringValue: "str",
	ArrayValue: "list",
	TupleValue: "tuple",
	ObjectValue: "dict",
	UndefinedValue: "Undefined",
};

/** Python's name for the type of a value, for errors. */
export function pythonTypeOf({ type }: TemplateValue): string {
	return pythonTypes[type] ?? type;
}
