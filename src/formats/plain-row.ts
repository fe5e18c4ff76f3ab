import { ExactNumber } from "./json/exact-number.ts";
import { isObject } from "./json/parse-json.ts";

/**
 * A row for code that knows only plain values: exact numbers become numbers, or texts if a number would lose digits.
 */
export function plainRow(
	row: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
	return plain(row) as Record<string, unknown>;
}

function plain(value: unknown): unknown {
	if (value instanceof ExactNumber)
		return value.kind === "integer" ? value.text : value.value;
	if (Array.isArray(value)) return value.map(plain);
	if (!isObject(value) || value instanceof Uint8Array) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [key, plain(one)]),
	);
}
