import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measuredScores } from "./measured-scores.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "temper-plan-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const task = (name: string, scores: number[], changes: object = {}) => ({
	...{ name, version: "1", axis: "target", hash: "h", inputs: [] },
	...{ scorer: "exact", metric: "accuracy", unit: "accuracy" },
	...{ better: "higher", chance: null, noise: 0, questions: scores.length },
	value: {
		value: scores.reduce((a, b) => a + b, 0) / scores.length,
		...{ low: 0, high: 1 },
	},
	items: scores.map((score, i) => ({
		...{ id: `q:${i}`, wording: `q:${i}`, question: `q:${i}`, seed: null },
		...{ score, weight: 1, chance: null, details: {} },
	})),
	...changes,
});

const result = (tasks: object[], adapter: string | null = null) => ({
	...{ version: 1, created: "", temper: "0", seconds: 0, tasks },
	subject: { name: "m", model: "m", adapter, inputs: [] },
});

function write(report: object): string {
	const path = join(folder, "eval.json");
	writeFileSync(
		path,
		JSON.stringify({ version: 1, comparison: null, ...report }),
	);
	return path;
}

const right = (count: number) =>
	Array.from({ length: 100 }, (_, i) => (i < count ? 1 : 0));

test("results give both scores and the paired gain in percentage points", async () => {
	const results = write({
		base: result([task("sums", right(40)), task("old", right(9))]),
		tuned: result(
			[task("sums", right(70)), task("old", right(8), { axis: "retention" })],
			"a",
		),
	});
	const found = await measuredScores({ results });
	expect(found).toMatchObject({ base: { value: 40 }, highest: 100 });
	expect(found?.demonstrations?.value).toBe(70);
	expect(found?.gain?.value).toBeCloseTo(30, 9);
	// Paired by question: 30 of 100 questions were won and none lost.
	expect(found?.gain?.low).toBeGreaterThan(15);
	expect(found?.gain?.high).toBeLessThan(45);
});

test("a score of which less is better is turned round", async () => {
	const nll = { metric: "mean", unit: "nats per token", better: "lower" };
	const results = write({
		base: result([task("text", [2, 3, 4], nll)]),
		tuned: result([task("text", [1, 2, 2], nll)], "a"),
	});
	const found = await measuredScores({ results });
	expect(found?.gain?.value).toBeCloseTo(4 / 3, 9);
	expect(found?.base?.value).toBe(-3);
	expect(found?.highest).toBe(null);
});

test("results of a base alone are the base's", async () => {
	const results = write({
		base: null,
		tuned: result([task("sums", right(40))]),
	});
	expect(await measuredScores({ results })).toMatchObject({
		...{ demonstrations: null, gain: null },
		base: { value: 40 },
	});
});

test("which task counts must be clear", async () => {
	const tasks = [task("sums", right(4)), task("more", right(5))];
	const results = write({ base: null, tuned: result(tasks) });
	await expect(measuredScores({ results })).rejects.toThrow(
		/--target: expected one task of .*: sums, more, found 2 tasks with axis: target/,
	);
	await expect(measuredScores({ results, target: "most" })).rejects.toThrow(
		"found most",
	);
	const named = await measuredScores({ results, target: "more" });
	expect(named?.base?.value).toBeCloseTo(5, 9);
});

test("numbers are taken as points, without an interval", async () => {
	expect(await measuredScores({})).toBe(null);
	expect(
		await measuredScores({ scoreBase: 61.2, scoreDemonstrations: 66.5 }),
	).toMatchObject({ gain: { value: 5.3, low: 5.3, high: 5.3 } });
	expect((await measuredScores({ scoreBase: 61.2 }))?.gain).toBe(null);
	await expect(
		measuredScores({ results: "x.json", scoreBase: 1 }),
	).rejects.toThrow("found both");
});
