import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { interveneSchema } from "../schemas/intervene-schema.ts";
import { knownKeys } from "./known-keys.ts";
import { parseIntervene } from "./parse-intervene.ts";

const page = readFileSync(
	new URL("../../../docs/intervene.md", import.meta.url),
	"utf8",
);
const table = page.slice(
	page.indexOf("## The file"),
	page.indexOf("## What is left out"),
);

/** The default of every documented key, as the table has it. */
const documented = new Map(
	[...table.matchAll(/^\| `([\w.]+)` \| (.*?) \| /gm)].map(
		([, key = "", cell = ""]) => [key, cell.replaceAll("`", "")] as const,
	),
);

/** Parts that have no row of their own: their keys have. */
const parts = new Set([
	...["shots", "general", "quantities", "context", "explanation"],
	"learningRates.factors",
]);

test("docs/intervene.md has a row for every key of an intervention study, and for no other", () => {
	const keys = knownKeys(interveneSchema)
		.map(({ parent, key }) => (parent === "" ? key : `${parent}.${key}`))
		.filter((key) => !parts.has(key));
	expect(keys.length).toBeGreaterThan(20);
	expect([...documented.keys()].toSorted()).toEqual(
		[...new Set(keys)].toSorted(),
	);
});

test("docs/intervene.md gives the defaults that a study has", () => {
	const required = { model: "m", questions: "q", tasks: ["t"] };
	const study: unknown = parseIntervene(required);
	for (const key of [
		...["shots.count", "shots.seed", "tuningShare", "mixes", "floor"],
		...["quantities.rows", "quantities.group", "caliper", "seed"],
		...["explanation.cue", "explanation.maxNewTokens"],
	]) {
		const value = key
			.split(".")
			.reduce((part, name) => (part as Record<string, unknown>)[name], study);
		const text = typeof value === "string" ? value : JSON.stringify(value);
		expect(`${key} ${documented.get(key)}`).toBe(`${key} ${text}`);
	}
	expect(parseIntervene(required).seeds).toHaveLength(
		Number(documented.get("seeds")),
	);
});
