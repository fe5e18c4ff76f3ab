import { type ErrorCode, TemperError } from "../core/error.ts";
import { scanJson } from "./json-scan.ts";

/** Where a JSON text stands, for its errors. `line` and `column` are those of its first character, from 1. */
export interface JsonPlace {
	readonly file: string;
	readonly code: ErrorCode;
	readonly line?: number;
	readonly column?: number;
}

/** Parses a JSON text. Throws `place.code` naming file, line and column of the first fault. */
export function parseJson(text: string, place: JsonPlace): unknown {
	const fault = scanJson(text);
	if (fault === null) return JSON.parse(text);
	const before = text.slice(0, fault.offset).split("\n");
	const last = before.at(-1) ?? "";
	const line = (place.line ?? 1) + before.length - 1;
	const column = last.length + (before.length === 1 ? (place.column ?? 1) : 1);
	throw new TemperError(place.code, {
		where: `${place.file} line ${line} column ${column}`,
		expected: fault.expected,
		found: fault.found,
	});
}

/** Parses a JSON text whose value must be an object. Throws `place.code`. */
export function parseJsonObject(
	text: string,
	place: JsonPlace,
): Record<string, unknown> {
	const value = parseJson(text, place);
	if (isObject(value)) return value;
	const line = place.line === undefined ? "" : ` line ${place.line}`;
	throw new TemperError(place.code, {
		where: `${place.file}${line}`,
		expected: "a JSON object",
		found: kindOf(value),
	});
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value's kind in words, for errors. */
export function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	if (value === undefined) return "nothing";
	if (typeof value === "object") return "an object";
	return `a ${typeof value}`;
}
