import type { z } from "zod";
import { TemperError } from "../../core/error.ts";

type Issue = z.core.$ZodIssue;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === "object" && value !== null
				? (value as Record<PropertyKey, unknown>)[key]
				: undefined,
		root,
	);
}

/** A value as an error shows it. */
export function shown(value: unknown): string {
	if (value === undefined) return "nothing";
	if (typeof value === "number") return String(value);
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function place(file: string, path: readonly PropertyKey[]): string {
	return path.length === 0 ? file : `${file}: ${path.join(".")}`;
}

/** Types as users know them. */
const types: Readonly<Record<string, string>> = {
	object: "an object",
	array: "a list",
	string: "text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
};

function expectation(issue: Issue): string {
	if (issue.code === "invalid_value") {
		const words = issue.values.map(String);
		return words.length === 1 ? words[0]! : `one of ${words.join(", ")}`;
	}
	if (issue.code === "invalid_type")
		return types[issue.expected] ?? issue.expected;
	if (issue.code === "invalid_union") return "a known kind";
	if (issue.code === "too_small")
		return issue.origin === "string" ? "a name" : `${issue.minimum} or more`;
	if (issue.code === "too_big") return `${issue.maximum} or less`;
	return issue.message;
}

interface Read {
	readonly file: string;
	/** What the value should be: `a pilot's result`. */
	readonly what: string;
	readonly hint: string;
}

function issueError(
	value: unknown,
	issue: Issue,
	{ file, what, hint }: Read,
): TemperError {
	const where = place(file, issue.path);
	if (issue.code === "unrecognized_keys")
		return new TemperError("data", {
			where,
			expected: `only the keys of ${what}`,
			found: issue.keys.join(", "),
			hint,
		});
	return new TemperError("data", {
		where,
		expected: expectation(issue),
		found: shown(valueAt(value, issue.path)),
		hint,
	});
}

/** The value as the schema describes it. Throws `data` with the file and the key if it is not. */
export function checkAgainst<S extends z.ZodType>(
	schema: S,
	value: unknown,
	read: Read,
): z.output<S> {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw issueError(value, parsed.error.issues[0]!, read);
}
