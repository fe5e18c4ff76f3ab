import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { recipeSchema } from "../schemas/recipe-schema.ts";
import { knownKeys } from "./known-keys.ts";

interface JsonSchema {
	readonly default?: unknown;
	readonly const?: string;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
	readonly oneOf?: readonly JsonSchema[];
	readonly anyOf?: readonly JsonSchema[];
}

const page = readFileSync(
	new URL("../../../docs/recipes.md", import.meta.url),
	"utf8",
);

/** A row of a table: a key, its default cell, and the kinds that have it where not all do. */
interface Row {
	readonly key: string;
	readonly cell: string;
	readonly kinds: readonly string[] | null;
}

/** Rows of the page's tables whose first cell is a key and whose second a default. */
const rows: readonly Row[] = [
	...page.matchAll(/^\| `([\w.]+)` \| ([`*].*?) \| (.*) \|$/gm),
].map(([, key = "", cell = "", meaning = ""]) => {
	const kinds = /^kinds? ((?:`[\w-]+`(?:, | and )?)+):/.exec(meaning)?.[1];
	const names = kinds && [...kinds.matchAll(/`([\w-]+)`/g)].map(([, k]) => k);
	return { key, cell, kinds: (names as string[] | undefined) ?? null };
});

const documented = new Set(rows.map(({ key }) => key));

/** Parts that have no row of their own: their keys have. */
const parts = new Set(
	"data data.heldOut objective objective.clip objective.sampling objective.rewardModel leash tune optimizer schedule batch length keep watch engine engine.sampler device".split(
		" ",
	),
);

/** Rewards have a page and a test of their own. */
const elsewhere = (key: string) => key.startsWith("objective.reward.");

/** A key, the kind that has it, and its default. */
type Default = readonly [key: string, kind: string | null, value: unknown];

function* defaults(
	schema: JsonSchema,
	path: string,
	outer: string | null,
): Generator<Default> {
	const kind = schema.properties?.kind?.const ?? outer;
	for (const variant of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
		yield* defaults(variant, path, kind);
	if (schema.items !== undefined) yield* defaults(schema.items, path, kind);
	for (const [key, value] of Object.entries(schema.properties ?? {})) {
		const inner = path === "" ? key : `${path}.${key}`;
		if (value.default !== undefined) yield [inner, kind, value.default];
		yield* defaults(value, inner, kind);
	}
}

/** The row of a key: the one of its kind before the one of all. */
function rowOf(key: string, kind: string | null): Row | undefined {
	const own = rows.filter((row) => row.key === key);
	return (
		own.find(({ kinds }) => kind !== null && kinds?.includes(kind)) ??
		own.find(({ kinds }) => kinds === null)
	);
}

test("docs/recipes.md has a row for every key of a recipe, and for no other", () => {
	const keys = new Set(
		knownKeys(recipeSchema)
			.map(({ parent, key }) => (parent === "" ? key : `${parent}.${key}`))
			.filter((key) => !elsewhere(key)),
	);
	expect(
		[...keys].filter((key) => !parts.has(key) && !documented.has(key)),
	).toEqual([]);
	expect([...documented].filter((key) => !keys.has(key))).toEqual([]);
});

test("docs/recipes.md gives every default as the schema has it", () => {
	const wrong: string[] = [];
	const schema = z.toJSONSchema(recipeSchema) as JsonSchema;
	for (const [key, kind, value] of defaults(schema, "", null)) {
		if (parts.has(key) || elsewhere(key)) continue;
		const text = typeof value === "string" ? value : JSON.stringify(value);
		const cell = rowOf(key, kind)?.cell.replaceAll("`", "");
		const given = Number.isFinite(Number(cell)) ? `${Number(cell)}` : cell;
		if (given !== text)
			wrong.push(`${key} of ${kind}: ${cell}, and not ${text}`);
	}
	expect(wrong).toEqual([]);
});
