import { ExactNumber } from "./exact-number.ts";
import { orderedEntries } from "./key-order.ts";
import { isObject } from "./parse-json.ts";

/** As `JSON.stringify`, but with exact numbers, NaN and the infinities as they are, and keys in their order. */
export function stringifyExact(value: unknown): string {
	if (value instanceof ExactNumber) return value.text;
	if (typeof value === "number" && !Number.isFinite(value))
		return String(value);
	if (Array.isArray(value)) return `[${value.map(stringifyExact).join(",")}]`;
	if (!isObject(value)) return JSON.stringify(value) ?? "null";
	const entries = orderedEntries(value).filter(([, one]) => one !== undefined);
	return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${stringifyExact(one)}`).join(",")}}`;
}
