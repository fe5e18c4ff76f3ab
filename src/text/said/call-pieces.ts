import { isNumber, numberText } from "../../formats/json/exact-number.ts";
import { isObject } from "../../formats/json/parse-json.ts";
import { objectInText } from "../columns/json-column.ts";
import { type Piece, trimSpace } from "./piece.ts";

/**
 * Names and arguments of calls, in OpenAI's shape (`{ function: { name, arguments } }`) or flat (`{ name, arguments }`, where
 * other APIs write `parameters`, `args` or `input`); of a call in another shape, all its fields.
 */
export function callPieces(calls: unknown): Piece[] {
	if (!Array.isArray(calls)) return [];
	return calls.flatMap((call: unknown, i) => {
		const inner =
			isObject(call) && isObject(call.function) ? call.function : call;
		if (!isObject(inner)) return [];
		const field = `tool_calls[${i}]`;
		const { name = inner.function } = inner;
		const given =
			inner.arguments ?? inner.parameters ?? inner.args ?? inner.input;
		if (typeof name !== "string") {
			const { id: _id, type: _type, ...rest } = inner;
			return leaves(field, rest);
		}
		return [
			...textPieces(`${field}.name`, name),
			...argumentPieces(`${field}.arguments`, given),
		];
	});
}

/** Arguments may be given as an object or as its JSON text, which a template may write as it is. */
function argumentPieces(field: string, given: unknown): Piece[] {
	if (typeof given !== "string") return leaves(field, given);
	const decoded = objectInText(given);
	const whole = textPieces(field, given);
	if (decoded === null) return whole;
	return whole.map((piece) => ({ ...piece, parts: leaves(field, decoded) }));
}

/** Keys and leaf values. A null may be left out by a template: it says nothing. */
function leaves(field: string, value: unknown): Piece[] {
	if (value === null || value === undefined) return [];
	if (Array.isArray(value))
		return value.flatMap((one, i) => leaves(`${field}[${i}]`, one));
	if (isObject(value))
		return Object.entries(value).flatMap(([key, one]) =>
			one === null || one === undefined
				? []
				: [
						...textPieces(`${field}.${key}`, key),
						...leaves(`${field}.${key}`, one),
					],
		);
	if (typeof value === "string") return textPieces(field, value);
	return [{ field, value: String(value), spellings: plainSpellings(value) }];
}

/** Numbers and truth values as JSON and as Python write them. */
function plainSpellings(value: unknown): string[] {
	if (isNumber(value)) return [numberText(value), String(value)];
	return value === true ? ["true", "True"] : ["false", "False"];
}

/**
 * A text as itself, as JSON escapes it (with other than ASCII characters or without), as Python's repr does, and as templates
 * do that escape quotes and line breaks alone. White space at its ends may be trimmed.
 */
function textPieces(field: string, value: string): Piece[] {
	const trimmed = trimSpace(value);
	if (trimmed === "") return [];
	const spellings = [trimmed, ...escaped(trimmed), ...escaped(value)];
	return [{ field, value: trimmed, spellings: [...new Set(spellings)] }];
}

function escaped(value: string): string[] {
	const json = JSON.stringify(value).slice(1, -1);
	const ascii = json.replace(
		/[\u007F-\uFFFF]/g,
		(unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
	const python = json.replaceAll('\\"', '"');
	const breaks = value
		.replaceAll("\\", "\\\\")
		.replaceAll("\n", "\\n")
		.replaceAll("\r", "\\r");
	return [
		...[json, ascii],
		...[python, breaks].flatMap((text) => [text, text.replaceAll("'", "\\'")]),
	];
}
