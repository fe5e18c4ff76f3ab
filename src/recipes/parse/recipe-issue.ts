import type { z } from "zod";
import { TemperError } from "../../core/error.ts";
import { type ForeignKey, foreignKey } from "./foreign/foreign-key.ts";
import { foreignValue } from "./foreign/value-words.ts";
import { isRecord } from "./is-record.ts";
import { knownKeys, suggestKey } from "./known-keys.ts";
import { nearest } from "./nearest.ts";
import type { RecipeLayer } from "./recipe-layer.ts";

type Issue = z.core.$ZodIssue;

function show(value: unknown): string {
	if (value === undefined) return "nothing";
	if (typeof value === "number") return String(value);
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** Reads short forms too: one reward is a list of one, and a bare word is a kind. */
function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
	let value = root;
	for (const key of path) {
		if (typeof key === "number" && !Array.isArray(value)) continue;
		if (key === "kind" && typeof value === "string") continue;
		value =
			typeof value === "object" && value !== null
				? (value as Record<PropertyKey, unknown>)[key]
				: undefined;
	}
	return value;
}

function keyPath(path: readonly PropertyKey[]): string {
	return path.filter((key) => typeof key !== "number").join(".");
}

/** Where the upmost layer that mentions a key mentions it. */
function place(
	layers: readonly RecipeLayer[],
	path: readonly PropertyKey[],
	otherwise: string,
): string {
	for (const layer of layers.toReversed()) {
		if (valueAt(layer.value, path) !== undefined) return layer.locate(path);
	}
	const above = path.slice(0, -1);
	return above.length > 0 ? place(layers, above, otherwise) : otherwise;
}

function unknownKey(
	value: unknown,
	layers: readonly RecipeLayer[],
	otherwise: string,
	schema: z.ZodType,
	issue: Issue & { code: "unrecognized_keys" },
): TemperError {
	const key = issue.keys[0] ?? "";
	const path = [...issue.path, key];
	const holder = valueAt(value, issue.path);
	const kind =
		isRecord(holder) && typeof holder.kind === "string" ? holder.kind : null;
	const known = knownKeys(schema);
	const parent = keyPath(issue.path);
	const elsewhere = known.some(
		(one) => one.parent === parent && one.key === key,
	);
	const foreign = elsewhere
		? null
		: foreignIn(known, path, valueAt(value, path));
	if (foreign !== null)
		return new TemperError("recipe", {
			where: place(layers, path, otherwise),
			expected: "only known keys",
			found: foreign.path.join("."),
			hint: foreign.hint,
		});
	const hint = suggestKey(known, parent, key, kind);
	return new TemperError("recipe", {
		where: place(layers, path, otherwise),
		expected: "only known keys",
		found: path.join("."),
		...(hint === null ? {} : { hint }),
	});
}

/** Another trainer's word for something that a recipe has; null in what is no recipe. */
function foreignIn(
	known: ReturnType<typeof knownKeys>,
	path: readonly PropertyKey[],
	value: unknown,
): ForeignKey | null {
	const top = new Set(
		known.filter(({ parent }) => parent === "").map(({ key }) => key),
	);
	const isRecipe = top.has("objective");
	if (!isRecipe && !top.has("arms")) return null;
	const found = foreignKey(
		path.filter((key) => typeof key !== "number").map(String),
		value,
		top,
	);
	if (found === null || isRecipe) return found;
	return {
		...found,
		hint: `${found.hint} In a pilot it belongs under base, for all arms, or under one of the arms.`,
	};
}

/** The words that would have been right, for an issue about a choice of words. */
function choices(issue: Issue): readonly string[] | null {
	if (issue.code === "invalid_value") return issue.values.map(String);
	if (issue.code === "invalid_union" && "options" in issue)
		return (issue.options as unknown[]).map(String);
	return null;
}

function expectation(issue: Issue, words: readonly string[] | null): string {
	if (words !== null)
		return words.length === 1 ? words[0]! : `one of ${words.join(", ")}`;
	if (issue.code === "invalid_type" && issue.message.startsWith("Invalid"))
		return issue.expected === "object" ? "keys with values" : issue.expected;
	return issue.message;
}

/**
 * One sentence for what is wrong with a recipe, or with what else has such a schema: unknown keys first, for they explain
 * missing ones. `otherwise` is the place of what no layer mentions.
 */
export function recipeIssue(
	value: unknown,
	layers: readonly RecipeLayer[],
	otherwise: string,
	{ schema, issues }: { schema: z.ZodType; issues: readonly Issue[] },
): TemperError {
	const unknown = issues.find((one) => one.code === "unrecognized_keys");
	if (unknown !== undefined)
		return unknownKey(value, layers, otherwise, schema, unknown);
	const issue = issues[0]!;
	let found = valueAt(value, issue.path);
	const words = choices(issue);
	if (found === undefined && words !== null)
		found = valueAt(value, issue.path.slice(0, -1));
	const [key] = issue.path;
	const isPart = issue.path.length === 1 || issue.path.at(-1) === "kind";
	const foreign = isPart ? foreignValue(String(key), kindIn(found)) : null;
	const near =
		words !== null && typeof found === "string" ? nearest(found, words) : null;
	return new TemperError("recipe", {
		where: `${place(layers, issue.path, otherwise)}: ${issue.path.join(".")}`,
		expected: expectation(issue, words),
		found: show(found),
		...(foreign !== null
			? { hint: foreign }
			: near === null
				? {}
				: { hint: `Did you mean ${near}?` }),
	});
}

/** A part's kind, if a part was found; otherwise what was found. */
function kindIn(found: unknown): unknown {
	return isRecord(found) && "kind" in found ? found.kind : found;
}
