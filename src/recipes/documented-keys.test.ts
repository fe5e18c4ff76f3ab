import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { knownKeys } from "./known-keys.ts";
import { recipeSchema } from "./recipe-schema.ts";

interface JsonSchema {
	readonly default?: unknown;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
	readonly oneOf?: readonly JsonSchema[];
	readonly anyOf?: readonly JsonSchema[];
}

const page = readFileSync(
	new URL("../../docs/recipes.md", import.meta.url),
	"utf8",
);

/** Rows of the page's tables whose first cell is a key: the key, and its default cell. */
const documented = new Map(
	[...page.matchAll(/^\| `([\w.]+)` \| (.+?) \|/gm)]
		.filter(([, , cell]) => /^[`*]/.test(cell ?? ""))
		.map(([, key, cell]) => [key as string, cell as string]),
);

/** Parts that have no row of their own: their keys have. */
const parts = new Set(
	"data data.heldOut objective tune optimizer schedule batch length keep device".split(
		" ",
	),
);

function* defaults(
	schema: JsonSchema,
	path: string,
): Generator<[string, unknown]> {
	for (const variant of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
		yield* defaults(variant, path);
	if (schema.items !== undefined) yield* defaults(schema.items, path);
	for (const [key, value] of Object.entries(schema.properties ?? {})) {
		const inner = path === "" ? key : `${path}.${key}`;
		if (value.default !== undefined) yield [inner, value.default];
		yield* defaults(value, inner);
	}
}

test("docs/recipes.md has a row for every key of a recipe, and for no other", () => {
	const keys = new Set(
		knownKeys(recipeSchema).map(({ parent, key }) =>
			parent === "" ? key : `${parent}.${key}`,
		),
	);
	expect(
		[...keys].filter((key) => !parts.has(key) && !documented.has(key)),
	).toEqual([]);
	expect([...documented.keys()].filter((key) => !keys.has(key))).toEqual([]);
});

test("docs/recipes.md gives every default as the schema has it", () => {
	const wrong: string[] = [];
	for (const [key, value] of defaults(
		z.toJSONSchema(recipeSchema) as JsonSchema,
		"",
	)) {
		if (parts.has(key)) continue;
		const text = typeof value === "string" ? value : JSON.stringify(value);
		const cell = documented.get(key)?.replaceAll("`", "");
		const given = Number.isFinite(Number(cell)) ? `${Number(cell)}` : cell;
		if (given !== text) wrong.push(`${key}: ${cell}, and not ${text}`);
	}
	expect(wrong).toEqual([]);
});
