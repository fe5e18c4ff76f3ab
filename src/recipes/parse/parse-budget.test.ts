import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parseBudget, readBudget } from "./parse-budget.ts";

const least = {
	model: "m",
	tasks: ["t.yaml"],
	demonstrations: { rows: "d.jsonl" },
	pairs: { rows: "p.jsonl" },
	budgets: [800, 200],
};
const folder = "/home/me";

test("what is left out has defaults", () => {
	const budget = parseBudget(least, { folder });
	expect(budget).toMatchObject({
		...{ title: "m on d.jsonl and p.jsonl", budgets: [200, 800] },
		...{ unit: "examples", machineHour: 0, sharedPrompts: "never" },
		...{ seeds: [0, 1, 2], tuningShare: 0.3, tasks: ["/home/me/t.yaml"] },
		design: { kind: "sequential", regret: null, trials: null, batch: 4 },
		controls: { epochs: [1, 2], coldStart: [0, 0.01, 0.1, 0.25] },
		out: resolve("runs/budget"),
	});
	const { demonstrations, pairs } = budget;
	expect(demonstrations).toMatchObject({ rows: "/home/me/d.jsonl", price: 1 });
	expect(demonstrations.recipe.objective.kind).toBe("sft");
	expect(pairs.recipe.objective.kind).toBe("dpo");
	for (const { recipe, rates } of [demonstrations, pairs]) {
		expect(recipe.length).toEqual({ kind: "epochs", count: 2 });
		expect(rates.map((rate) => rate / rates[1]!)).toEqual([
			expect.closeTo(0.3, 6),
			1,
			expect.closeTo(3, 6),
		]);
	}
	expect(parseBudget({ ...least, design: "grid" }, { folder }).design).toEqual({
		...{ kind: "grid", ratios: [1, 0.75, 0.5, 0.25, 0] },
	});
});

test("a stage lays its keys over what both share", () => {
	const { demonstrations, pairs } = parseBudget(
		{
			...least,
			recipe: { tune: { rank: 4 }, batch: { rows: 8 } },
			learningRates: [1e-3, 1e-4],
			demonstrations: { ...least.demonstrations, recipe: { objective: "dft" } },
			pairs: {
				...{ rows: "p.jsonl", price: 0.5, learningRates: [1e-5] },
				recipe: { objective: { kind: "dpo", beta: 0.5 }, batch: { rows: 2 } },
			},
		},
		{ folder },
	);
	expect(demonstrations).toMatchObject({
		...{ rates: [1e-4, 1e-3], price: 1 },
		recipe: { objective: { kind: "dft" }, batch: { rows: 8 } },
	});
	expect(pairs).toMatchObject({
		...{ rates: [1e-5], price: 0.5 },
		recipe: { objective: { beta: 0.5 }, batch: { rows: 2 }, tune: { rank: 4 } },
	});
});

test("settings on the command line replace those of the file", () => {
	const overrides = ["budgets=[400]", "pairs.price=0.5", "design.kind=grid"];
	const budget = parseBudget(least, { folder, overrides, out: "here" });
	expect(budget).toMatchObject({
		...{ budgets: [400], pairs: { price: 0.5 }, out: resolve("here") },
		design: { kind: "grid" },
	});
});

const kinds = { demonstrations: least.demonstrations, pairs: least.pairs };
const inPairs = (more: object) => ({ pairs: { ...kinds.pairs, ...more } });

test.each([
	[{ budgets: [] }, "budgets", "at least one of budgets"],
	[{ budgets: [5, 5] }, "budgets", "budgets that differ"],
	[{ budgets: [-5] }, "budgets", "above 0"],
	[{ tasks: [] }, "tasks", "at least one of task files"],
	[{ seeds: 0 }, "seeds", "at least one seed"],
	[{ seeds: [1, 1] }, "seeds", "seeds that differ"],
	[{ tuningShare: 1 }, "tuningShare", "a share below 1"],
	[{ machineHour: -1 }, "machineHour", "a price, 0 or above"],
	[{ sharedPrompts: "yes" }, "sharedPrompts", "never"],
	[{ unit: 3 }, "unit", "a word, such as EUR"],
	[{ learningRates: [] }, "learningRates", "learning rate"],
	[{ design: "greedy" }, "design", "grid"],
	[{ design: { kind: "grid", trials: 3 } }, "design", "trials"],
	[{ design: { kind: "sequential", batch: 0 } }, "design.batch", "1"],
	[{ design: { kind: "sequential", interval: 2 } }, "design.interval", "0"],
	[{ design: { kind: "grid", ratios: [1.5] } }, "design.ratios", "1"],
	[{ controls: { epochs: [0] } }, "controls.epochs", "above 0"],
	[{ controls: { coldStart: [2] } }, "controls.coldStart", "1"],
	[inPairs({ price: 0 }), "pairs.price", "above 0"],
	[inPairs({ rows: undefined }), "pairs.rows", "a file of rows"],
	[{ budget: 5 }, "budget", "Did you mean budgets"],
	[inPairs({ prise: 5 }), "pairs", "price"],
	[inPairs({ recipe: { seed: 3 } }), "budget", "each of its runs"],
	[{ recipe: { model: "x" } }, "budget", "its own key model"],
])("%j is refused", (change, where, text) => {
	let said = "";
	try {
		parseBudget({ ...least, ...change }, { folder });
	} catch (error) {
		const {
			where: place,
			expected,
			found,
			hint,
		} = error as Error & {
			[key in "where" | "expected" | "found" | "hint"]: string;
		};
		said = [place, expected, found, hint].join(" | ");
	}
	expect(said).toContain(where);
	expect(said).toContain(text);
});

test("a file that is another thing is named", () => {
	expect(() => readBudget("examples/pilot.yaml")).toThrow(/a pilot file/);
});

test.each([1.5, -3, 1e9, 0])("%d is no number of seeds", (seeds) => {
	expect(() => parseBudget({ ...least, seeds })).toThrow(
		expect.objectContaining({
			code: "recipe",
			where: expect.stringContaining("seeds"),
		}),
	);
});

test("a design without a kind is sequential, and keeps its other keys", () => {
	const design = (value: unknown) =>
		parseBudget({ ...least, design: value }).design;
	expect(design({ trials: 7 })).toMatchObject({
		kind: "sequential",
		trials: 7,
	});
	expect(design({ kind: "grid" })).toMatchObject({ kind: "grid" });
	expect(() => design({ tirals: 7 })).toThrow(/tirals/);
});
