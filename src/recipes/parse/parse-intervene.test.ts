import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { interveneSchema } from "../schemas/intervene-schema.ts";
import { knownKeys } from "./known-keys.ts";
import { parseIntervene, readIntervene } from "./parse-intervene.ts";

const least = { model: "m", questions: "q.jsonl", tasks: ["t.yaml"] };

test("a study of three keys has all the defaults of the paper", () => {
	const study = parseIntervene(least, { folder: "/data" });
	expect(study).toMatchObject({
		title: "m on q.jsonl",
		...{
			questions: resolve("/data/q.jsonl"),
			tasks: [resolve("/data/t.yaml")],
		},
		ask: { by: "letter" },
		shots: { rows: null, count: 5, seed: 0 },
		groups: ["harmonious", "incompatible", "self-aligning", "contextualised"],
		mixes: [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1],
		...{ seeds: [0, 1, 2, 3, 4], floor: 0.5, size: null, context: null },
		general: null,
	});
	expect(study.rates).toHaveLength(1);
	expect(study.recipes.harmonious).toMatchObject({
		objective: { kind: "sft" },
		length: { kind: "epochs", count: 3 },
	});
});

test("short forms: ask, shots, general, context, explanation, quantities", () => {
	const study = parseIntervene(
		{
			...{ ...least, ask: "likelihood", shots: 2, general: "g.jsonl" },
			...{ context: "fact", explanation: "none", quantities: [5, 50] },
		},
		{ folder: "/data" },
	);
	expect(study).toMatchObject({
		...{ ask: { by: "likelihood" }, context: { column: "fact" } },
		...{ explanation: null, shots: { count: 2 } },
		general: { rows: resolve("/data/g.jsonl"), count: null },
		quantities: { group: "harmonious", rows: [5, 50] },
	});
	expect(parseIntervene({ ...least, quantities: null }).quantities).toBeNull();
});

test("arms lay their keys over what all runs share, and relative paths are those of the file", () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-intervene-"));
	const file = join(folder, "cities.yaml");
	writeFileSync(
		file,
		"model: m\nquestions: q.jsonl\ntasks: t.yaml\nshots: { rows: e.jsonl }\nbase: { batch: { rows: 4 } }\narms:\n  contextualised: { batch: { rows: 2 } }\n",
	);
	const study = readIntervene(file, {
		overrides: ["learningRates=[2e-4, 1e-4]"],
	});
	expect(study.recipes.incompatible.batch.rows).toBe(4);
	expect(study.recipes.contextualised.batch.rows).toBe(2);
	expect(study.shots.rows).toBe(join(folder, "e.jsonl"));
	expect(study.tasks).toEqual([join(folder, "t.yaml")]);
	expect(study.rates).toEqual([1e-4, 2e-4]);
	expect(study.out).toBe(resolve("runs/intervene-cities"));
});

test.each<[string, object, RegExp]>([
	["a misspelt key", { group: ["harmonious"] }, /Did you mean groups/],
	[
		"a group that is none",
		{ groups: ["harmonius"] },
		/one of harmonious, incompatible/,
	],
	[
		"a group twice",
		{ groups: ["harmonious", "harmonious"] },
		/groups that differ/,
	],
	["a share above 1", { mixes: [0, 20] }, /a share from 0 to 1/],
	["a floor of 1", { floor: 1 }, /a share from 0 up to, and without, 1/],
	["no tasks", { tasks: [] }, /at least one of task files/],
	[
		"both kinds of context",
		{ context: { column: "a", template: "b" } },
		/either a column or a template/,
	],
	[
		"a seed in the recipe",
		{ base: { seed: 3 } },
		/expected keys that do not depend on a single run, found seed/,
	],
	[
		"a model in an arm",
		{ arms: { harmonious: { model: "n" } } },
		/arms.harmonious: .*its own key model/s,
	],
	["an arm that is no group", { arms: { mix: {} } }, /arms/],
	[
		"a key that a recipe lacks",
		{ base: { bach: { rows: 2 } } },
		/Did you mean batch/,
	],
])("%s is refused", (_, settings, message) => {
	expect(() => parseIntervene({ ...least, ...settings })).toThrow(message);
});

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
		.filter((key) => !parts.has(key) && !key.startsWith("launcher."));
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
