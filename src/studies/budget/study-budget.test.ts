import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readBudget } from "../../recipes/parse/parse-budget.ts";
import { fakeWorkers } from "../pilot/testing/fake-workers.ts";
import type { BudgetResult } from "./budget-result.ts";
import { readObservations } from "./cells/read-observations.ts";
import { studyBudget } from "./study-budget.ts";
import { fakeBudget, fakeRows } from "./testing/fake-budget.ts";

/** Runs a study with workers that train nothing; `launched` are the jobs that it began. */
async function play(file: string, ...overrides: string[]) {
	const { crew, launched } = fakeWorkers();
	let result: BudgetResult | null = null;
	const recipe = readBudget(file, { overrides });
	for await (const event of studyBudget(recipe, { crew, parallel: 2 }))
		if (event.kind === "end") result = event.result;
	const jobs = launched.map((path) => path.replace(/^.*\/measures\//, ""));
	return { jobs, result: result as BudgetResult | null };
}

test("another price trains nothing, another budget only what is new", async () => {
	const { file, out } = fakeBudget();
	const first = await play(file);
	expect(first.jobs.length).toBeGreaterThan(6);
	expect(first.jobs).toContain("base.json");
	expect(first.result?.answers.map(({ budget }) => budget)).toEqual([8, 16]);
	const again = await play(file, "unit=USD", "machineHour=3");
	expect(again.jobs).toEqual([]);
	expect(again.result?.answers).toEqual(first.result?.answers);
	const cheaper = await play(file, "budgets=[8]");
	expect(cheaper.jobs).toEqual([]);
	const larger = await play(file, "budgets=[8, 16, 32]");
	expect(larger.jobs.length).toBeGreaterThan(0);
	expect(larger.jobs.filter((job) => first.jobs.includes(job))).toEqual([]);
	const { observations } = await readObservations(out);
	const measured = larger.result?.cells.filter(({ role }) => role === "design");
	expect(observations.length).toBeGreaterThanOrEqual(measured?.length ?? 0);
	const at = (demonstrations: number, pairs: number) =>
		observations.find(
			(one) => one.demonstrations === demonstrations && one.pairs === pairs,
		)?.score;
	expect([at(0, 0), at(8, 0), at(4, 8)]).toEqual([0.1, 0.6, 0.3]);
}, 60_000);

test.each([
	["more than the rows in hand", "[8, 500]", "500"],
	["less than one prompt", "[0.5, 8]", "0.5"],
])(
	"a budget of %s is refused before anything is trained",
	async (_, budgets, found) => {
		const { file, out } = fakeBudget();
		await expect(play(file, `budgets=${budgets}`)).rejects.toMatchObject({
			...{ code: "recipe", where: "budgets" },
			found: expect.stringMatching(`^${found}, with 40 prompts`),
		});
		expect(existsSync(out)).toBe(false);
	},
);

test("a budget that would use prompts twice is refused with their number", async () => {
	const { file, folder } = fakeBudget();
	const rows = fakeRows("pairs").replaceAll("compare", "ask");
	writeFileSync(join(folder, "pairs.jsonl"), rows);
	await expect(
		play(file, "budgets=[60]", "demonstrations.price=1"),
	).rejects.toMatchObject({
		found: expect.stringContaining("40 of which are in both files"),
		hint: expect.stringContaining("sharedPrompts: allow"),
	});
});

test("ratios for which there are no rows are refused", async () => {
	const { file } = fakeBudget();
	const settings = ["budgets=[70]", "design.ratios=[0]", "pairs.price=1"];
	const refused = play(file, ...settings, "demonstrations.price=1");
	await expect(refused).rejects.toMatchObject({ where: "design.ratios" });
});

test("the same command again has the same answer and the same cells", async () => {
	const { file } = fakeBudget({
		...{ budgets: [8, 20, 40], seeds: 3, learningRates: [1e-4, 1e-3] },
		demonstrations: { rows: "demonstrations.jsonl" },
		design: { kind: "sequential", trials: 8, ratios: [1, 0.5, 0] },
	});
	const first = await play(file);
	const again = await play(file);
	expect(again.jobs).toEqual([]);
	expect(again.result?.answers).toEqual(first.result?.answers);
	expect(again.result?.bought).toEqual(first.result?.bought);
	expect(again.result?.cells).toEqual(first.result?.cells);
	// On it, a rate of the pairs was tried; nothing else asks for it.
	const tuned = { demonstrations: 4, pairs: 0 };
	expect(first.result?.cells).toContainEqual(expect.objectContaining(tuned));
	const after = { demonstrations: 4, pairs: 4 };
	expect(first.result?.cells).not.toContainEqual(
		expect.objectContaining(after),
	);
}, 60_000);
