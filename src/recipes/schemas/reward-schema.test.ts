import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { knownKeys } from "../parse/known-keys.ts";
import { parseRecipe } from "../parse/parse-recipe.ts";
import { anchorRewards, rewardsSchema } from "./reward-schema.ts";

const common = { name: null, weight: 1 };

test("a word, one reward, or a list, with every gap filled", () => {
	const numeric = { ...common, kind: "numeric", column: null, tolerance: 0 };
	expect(rewardsSchema.parse("numeric")).toEqual([numeric]);
	expect(rewardsSchema.parse({ kind: "numeric" })).toEqual([numeric]);
	expect(
		rewardsSchema.parse(["numeric", { kind: "length", most: 9, weight: -0.1 }]),
	).toEqual([
		numeric,
		{ kind: "length", name: null, weight: -0.1, least: 0, most: 9 },
	]);
});

test("the defaults of every kind", () => {
	const parse = (value: unknown) => rewardsSchema.parse(value)[0];
	expect(parse("exact")).toEqual({
		...common,
		kind: "exact",
		column: null,
		ignoreCase: false,
	});
	expect(parse("contains")).toEqual({
		...common,
		kind: "contains",
		text: null,
		column: null,
		ignoreCase: false,
	});
	expect(parse({ kind: "regex", pattern: "a" })).toEqual({
		...common,
		kind: "regex",
		pattern: "a",
		flags: "",
		match: true,
	});
	expect(parse({ kind: "module", path: "r.ts" })).toEqual({
		...common,
		kind: "module",
		path: "r.ts",
		export: "default",
		timeLimit: 10,
	});
	expect(parse({ kind: "format", end: "." })).toEqual({
		...common,
		kind: "format",
		start: null,
		end: ".",
	});
});

test.each([
	[undefined, [], "a reward, or a list of rewards"],
	[[], [], "at least one reward"],
	[
		[{ kind: "regex", pattern: "(" }],
		[0, "pattern"],
		"a regular expression (Invalid",
	],
	[
		[{ kind: "regex", pattern: "a", flags: "g" }],
		[0, "flags"],
		"each of the flags",
	],
	[
		[{ kind: "regex", pattern: "a", flags: "ii" }],
		[0, "flags"],
		"each of the flags",
	],
	[
		[{ kind: "regex", pattern: "a", flags: "uv" }],
		[0, "pattern"],
		"a regular expression",
	],
	[[{ kind: "length", least: 5, most: 4 }], [0, "most"], "no fewer"],
	[[{ kind: "format" }], [0], "start, or end"],
	[
		[{ kind: "json-schema", schema: 3 }],
		[0, "schema"],
		"a JSON schema, or the path",
	],
	[[{ kind: "json-schema" }], [0, "schema"], "a JSON schema, or the path"],
	[[{ kind: "numeric", tolerance: -1 }], [0, "tolerance"], "0 or above"],
	[[{ kind: "numeric", weight: Number.NaN }], [0, "weight"], "a number"],
	[[{ kind: "module" }], [0, "path"], "the path of a module"],
	[
		[{ kind: "module", path: "a.ts", timeLimit: 0 }],
		[0, "timeLimit"],
		"above 0",
	],
	[
		[
			{ kind: "numeric", name: "a" },
			{ kind: "exact", name: "a" },
		],
		[1, "name"],
		"a name that no other reward has",
	],
])("%j is refused", (value, path, message) => {
	const issue = rewardsSchema.safeParse(value).error?.issues[0];
	expect(issue?.path).toEqual(path);
	expect(issue?.message).toContain(message);
});

test("an unknown kind or key is an issue of its own", () => {
	const issue = (value: unknown) =>
		rewardsSchema.safeParse(value).error?.issues[0];
	expect(issue("numerical")).toMatchObject({ path: [0, "kind"] });
	expect(issue({ kind: "exact", tolerance: 1 })).toMatchObject({
		code: "unrecognized_keys",
		keys: ["tolerance"],
	});
	const keys = knownKeys(rewardsSchema);
	expect(keys).toContainEqual({ parent: "", key: "pattern", kind: "regex" });
});

test("paths are anchored to the recipe's folder, whatever else stands there", () => {
	const anchored = anchorRewards(
		[
			"numeric",
			{ kind: "module", path: "rewards/mine.ts" },
			{ kind: "json-schema", schema: "a.json" },
			{ kind: "json-schema", schema: { type: "object" } },
			{ kind: "model", path: "/models/judge" },
			{ kind: "module", path: "" },
			7,
		],
		"/home/recipes",
	);
	expect(anchored).toEqual([
		"numeric",
		{ kind: "module", path: resolve("/home/recipes/rewards/mine.ts") },
		{ kind: "json-schema", schema: resolve("/home/recipes/a.json") },
		{ kind: "json-schema", schema: { type: "object" } },
		{ kind: "model", path: resolve("/models/judge") },
		{ kind: "module", path: "" },
		7,
	]);
	expect(anchorRewards({ kind: "module", path: "a.ts" }, "/r")).toEqual({
		kind: "module",
		path: resolve("/r/a.ts"),
	});
	expect(anchorRewards("exact", "/r")).toBe("exact");
});

const page = readFileSync(
	new URL("../../../docs/rewards.md", import.meta.url),
	"utf8",
);

test("the recipes of docs/rewards.md are right", () => {
	const recipes = [...page.matchAll(/```yaml[^\n]*\n(.*?)```/gs)].map(
		([, yaml]) => parse(yaml ?? ""),
	);
	const [whole, parts] = [true, false].map((isWhole) =>
		recipes.filter((recipe) => "model" in recipe === isWhole),
	);
	expect([whole?.length, parts?.length]).toEqual([2, 2]);
	for (const recipe of whole ?? [])
		expect(parseRecipe(recipe).model).toBe(recipe.model);
	for (const { reward } of parts ?? [])
		expect(rewardsSchema.safeParse(reward).error).toBe(undefined);
});

test("docs/rewards.md has a row for every kind, with its keys and no others", () => {
	const words = (cell: string) =>
		[...cell.matchAll(/`([a-zA-Z-]+)`/g)].map(([, word]) => word);
	const rows = [...page.matchAll(/^\| `([a-z-]+)` \|.*\|(.*)\|$/gm)].filter(
		([row]) => row.split("|").length === 5,
	);
	const documented = rows
		.map(([, kind, cell]) => [
			kind,
			words(cell ?? "")
				.filter((word) => word !== "imsuv")
				.sort(),
		])
		.sort();
	const kinds = new Map<string, string[]>();
	for (const { kind, key } of knownKeys(rewardsSchema))
		if (kind !== null) {
			const keys = kinds.get(kind) ?? [];
			if (!["kind", "name", "weight"].includes(key)) keys.push(key);
			kinds.set(kind, keys.sort());
		}
	expect(documented).toEqual([...kinds].sort());
});
