import { type ErrorCode, TemperError } from "../../core/error.ts";
import { buildExactJson } from "./exact-json.ts";
import { ExactNumber } from "./exact-number.ts";
import { type JsonFault, scanJson } from "./json-scan.ts";

/** The place of a JSON text, for its errors. `line` and `column` are those of its first character, from 1. */
export interface JsonPlace {
	readonly file: string;
	readonly code: ErrorCode;
	readonly line?: number;
	readonly column?: number;
}

/** Parses a JSON text. Throws `place.code` naming file, line and column of the first fault. */
export function parseJson(text: string, place: JsonPlace): unknown {
	const { fault } = scanJson(text);
	if (fault !== null) refuseFault(text, fault, place);
	return JSON.parse(text);
}

/**
 * Parses the JSON text of a row, or of a cell that holds one. Numbers that JavaScript would write otherwise than Python
 * are of `ExactNumber`, keys keep their order, and NaN and the infinities are numbers. Throws as `parseJson` does.
 */
export function parseRowJson(text: string, place: JsonPlace): unknown {
	const { fault, plain } = scanJson(text, { python: true });
	if (fault !== null) refuseFault(text, fault, place);
	return plain ? JSON.parse(text) : buildExactJson(text);
}

function refuseFault(text: string, fault: JsonFault, place: JsonPlace): never {
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
	return requireObject(parseJson(text, place), place);
}

/** Parses a row, as `parseRowJson` does. Throws `place.code` unless it is an object. */
export function parseRow(
	text: string,
	place: JsonPlace,
): Record<string, unknown> {
	return requireObject(parseRowJson(text, place), place);
}

function requireObject(
	value: unknown,
	place: JsonPlace,
): Record<string, unknown> {
	if (isObject(value)) return value;
	const line = place.line === undefined ? "" : ` line ${place.line}`;
	throw new TemperError(place.code, {
		where: `${place.file}${line}`,
		expected: "a JSON object",
		found: kindOf(value),
	});
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return (
		typeof value === "object" &&
		value !== null &&
		!Array.isArray(value) &&
		!(value instanceof ExactNumber)
	);
}

/** A value's kind in words, for errors. */
export function kindOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "an array";
	if (value === undefined) return "nothing";
	if (value instanceof ExactNumber) return "a number";
	if (typeof value === "object") return "an object";
	return `a ${typeof value}`;
}
