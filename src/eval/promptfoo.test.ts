import { describe, expect, it } from "vitest";
import { promptfooExport } from "./promptfoo.ts";
import { itemOf, resultOf, taskResultOf } from "./testing/results.ts";

const nll = { metric: "mean", better: "lower", name: "general" } as const;
const base = resultOf(
	"base",
	taskResultOf([itemOf("a", 1), itemOf("b", 0)]),
	taskResultOf([itemOf("a", 2)], nll),
);
const tuned = resultOf(
	"tuned",
	taskResultOf([itemOf("b", null), itemOf("a", 0)]),
	taskResultOf([itemOf("a", Math.LN2)], nll),
);

describe("export for promptfoo", () => {
	const { results, evalId, metadata } = promptfooExport({
		...{ version: 1, base, tuned, comparison: null },
	});
	const lines = results.results;

	it("has what `promptfoo import` asks for", () => {
		expect(results.version).toBe(3);
		expect(evalId).toMatch(/^temper-[\w-]+$/);
		expect(metadata.evaluationCreatedAt).toBe(tuned.created);
		expect(results.prompts.map(({ provider }) => provider)).toEqual([
			...["temper:base", "temper:tuned"],
		]);
	});

	it("puts an item into one test, whoever answered it and in whatever order", () => {
		const place = (subject: number, id: string) =>
			lines
				.filter(
					({ promptIdx, metadata }) =>
						promptIdx === subject && metadata.item === id,
				)
				.map(({ testIdx }) => testIdx);
		expect(place(0, "b")).toEqual(place(1, "b"));
		expect(place(0, "a")).toEqual(place(1, "a"));
		expect(new Set(lines.map(({ testIdx }) => testIdx)).size).toBe(3);
	});

	it("tells failures from errors, and counts both", () => {
		const of = (id: string) =>
			lines.find(
				({ promptIdx, metadata }) => promptIdx === 1 && metadata.item === id,
			);
		expect(of("a")).toMatchObject({
			success: false,
			failureReason: 1,
			error: null,
		});
		expect(of("b")).toMatchObject({
			success: false,
			failureReason: 2,
			error: "it failed",
		});
		expect(results.stats).toMatchObject({
			successes: 3,
			failures: 2,
			errors: 1,
		});
		expect(results.prompts[1]?.metrics).toMatchObject({
			...{ testPassCount: 1, testFailCount: 1, testErrorCount: 1 },
			namedScores: { sums: 0, general: Math.LN2 },
		});
	});

	it("turns likelihoods the other way round, and keeps nats by name", () => {
		const line = lines.find(
			({ promptIdx, vars }) => promptIdx === 1 && vars.task === "general",
		);
		expect(line?.score).toBeCloseTo(0.5, 12);
		expect(line?.namedScores).toEqual({ general: Math.LN2 });
		expect(line?.success).toBe(true);
	});
});
