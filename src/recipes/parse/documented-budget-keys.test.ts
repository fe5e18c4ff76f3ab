import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { budgetSchema } from "../schemas/budget-schema.ts";
import { knownKeys } from "./known-keys.ts";
import { parseBudget } from "./parse-budget.ts";

const page = readFileSync(
	new URL("../../../docs/budget.md", import.meta.url),
	"utf8",
);
const table = page.slice(
	page.indexOf("### The file"),
	page.indexOf("### What is trained"),
);

/** The default of every documented key, as the table has it. */
const documented = new Map(
	[...table.matchAll(/^\| ((?:`[\w.]+`(?:, )?)+) \| (.*?) \| /gm)].flatMap(
		([, keys = "", cell = ""]) =>
			[...keys.matchAll(/`([\w.]+)`/g)].map(
				([, key = ""]) => [key, cell.replaceAll("`", "")] as const,
			),
	),
);

/** Parts that have no row of their own: their keys have. */
const parts = new Set([
	...["demonstrations", "pairs", "design", "controls"],
	...["demonstrations.learningRates.factors", "pairs.learningRates.factors"],
	"learningRates.factors",
]);

test("docs/budget.md has a row for every key of a budget study, and for no other", () => {
	const keys = knownKeys(budgetSchema)
		.map(({ parent, key }) => (parent === "" ? key : `${parent}.${key}`))
		.filter((key) => !parts.has(key) && !key.startsWith("launcher."));
	expect(keys.length).toBeGreaterThan(20);
	expect([...documented.keys()].toSorted()).toEqual(
		[...new Set(keys)].toSorted(),
	);
});

test("docs/budget.md gives the defaults that a study has", () => {
	const study: unknown = parseBudget({
		...{ model: "m", tasks: ["t"], budgets: [1] },
		...{ demonstrations: { rows: "d" }, pairs: { rows: "p" } },
	});
	const keys = ["unit", "machineHour", "sharedPrompts", "tuningShare"];
	const more = ["demonstrations.price", "pairs.price"];
	const parted = ["controls.epochs", "controls.coldStart", "design.kind"];
	const design = ["ratios", "regret", "interval", "trials", "batch"];
	for (const key of [
		...[...keys, ...more, ...parted],
		...design.map((name) => `design.${name}`),
	]) {
		const value = key
			.split(".")
			.reduce((part, name) => (part as Record<string, unknown>)[name], study);
		const text = typeof value === "string" ? value : JSON.stringify(value);
		expect(`${key} ${documented.get(key)}`).toBe(`${key} ${text}`);
	}
});
