import { copyFileSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
	type ExplainRunOptions,
	explainRun,
} from "../../src/explain/explain-run.ts";
import type { At, ExplainedRow } from "../../src/explain/explanation.ts";
import { openRun } from "../../src/explain/open-run.ts";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { runRecipe } from "../../src/train/run/run-recipe.ts";
import { shortRecipe } from "../training/short-recipe.ts";
import { tinyFolder } from "../training/tiny-folder.ts";

const folder = tinyFolder({ preferences: true });
const start: At = { kind: "start" };
const end: At = { kind: "end" };

async function trained(
	kind: Parameters<typeof shortRecipe>[1],
	objective: Readonly<Record<string, unknown>> = {},
	changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
	const { objective: usual, ...rest } = shortRecipe(folder, kind, "lora");
	const recipe = parseRecipe(
		{
			model: join(folder, "model"),
			...rest,
			objective: { ...(usual as object), ...objective },
			batch: { rows: 6, tokens: 96 },
			precision: "float32",
			evaluate: "never",
			save: { every: 1 },
			keep: { last: 9 },
			device: { kind: "cpu", threads: 1 },
			out: join(folder, `run-${kind}-${Object.keys(changes).length}`),
			...changes,
		},
		{ where: "test" },
	);
	return (await runRecipe(recipe)).path;
}

async function explained(
	run: string,
	at: At,
	more: Partial<ExplainRunOptions> = {},
) {
	return explainRun(await openRun(run, {}), {
		...{ at, order: "damped", count: 100, row: null, limit: null },
		...more,
	});
}

const supervised = ({ tokens }: ExplainedRow) =>
	tokens.filter(({ weight }) => weight !== null);
const sigma = (x: number) => 1 / (1 + Math.exp(-x));

describe("what an objective makes of rows", () => {
	test("SFT gives every token the same weight", async () => {
		const run = await trained("sft");
		const {
			shown,
			weights,
			comparedWith,
			answers,
			trained: all,
		} = await explained(run, end);
		expect([comparedWith, answers, all]).toEqual(["start", 24, 24]);
		expect(shown).toHaveLength(24);
		for (const row of shown) {
			expect(supervised(row)).toHaveLength(row.length);
			for (const { weight } of supervised(row))
				expect(weight).toBeCloseTo(1, 6);
		}
		expect(weights.mean).toBeCloseTo(1, 6);
		expect(shown.some(({ moved }) => Math.abs(moved) > 1e-3)).toBe(true);
	});

	test("DFT weights a token by its probability", async () => {
		const run = await trained("dft", { floor: null, keepEnd: false });
		const { shown } = await explained(run, end);
		for (const row of shown)
			for (const { weight, logProb } of supervised(row))
				expect(weight).toBeCloseTo(Math.exp(logProb ?? 0), 4);
		expect(shown[0]?.tokenWeight).toBeCloseTo(shown[0]?.weight ?? 0, 5);
		const damping = shown.map(({ weight }) => weight);
		expect(damping).toEqual(damping.toSorted((a, b) => a - b));
	});

	test("MinorSFT brakes rows that have moved, and none at the start", async () => {
		const beta = 0.5;
		const run = await trained("minor-sft", { beta });
		const first = await explained(run, start);
		expect(first.step).toBe(0);
		for (const { rowWeight, moved } of first.shown) {
			expect(rowWeight).toBeCloseTo(1, 5);
			expect(moved).toBeCloseTo(0, 5);
		}
		const last = await explained(run, end);
		expect(last).toMatchObject({ step: 2, comparedWith: "reference" });
		const tokens = last.shown.reduce((sum, { length }) => sum + length, 0);
		for (const { rowWeight, moved, length, weight } of last.shown) {
			expect(rowWeight).toBeCloseTo(2 * sigma(-beta * moved * length), 4);
			const expected = ((rowWeight ?? 0) / length) * (tokens / 24);
			expect(weight).toBeCloseTo(expected, 4);
		}
		const [most] = (await explained(run, end, { order: "moved", count: 1 }))
			.shown;
		expect(Math.abs(most?.moved ?? 0)).toBe(
			Math.max(...last.shown.map(({ moved }) => Math.abs(moved))),
		);
		const between = await explained(run, { kind: "step", step: 1 });
		expect(between.step).toBe(1);
		expect(between.meanMoved).not.toBeCloseTo(last.meanMoved, 6);
		const same = await explained(run, { kind: "step", step: 2 });
		expect(same.meanMoved).toBeCloseTo(last.meanMoved, 6);
	});

	test("DPO pushes the chosen answer up and the rejected one down", async () => {
		const beta = 0.3;
		const run = await trained("dpo", { beta });
		const { shown, answers, rows } = await explained(run, end, {
			order: "moved",
		});
		expect([answers, rows]).toEqual([48, 24]);
		for (const row of shown.filter(({ side }) => side === "chosen")) {
			const other = shown.find(
				(one) => one.row === row.row && one.side === "rejected",
			);
			const h =
				row.moved * row.length - (other?.moved ?? 0) * (other?.length ?? 0);
			expect(row.weight).toBeGreaterThan(0);
			expect(other?.weight).toBeCloseTo(-row.weight, 5);
			expect((row.reward ?? 0) - (other?.reward ?? 0)).toBeCloseTo(beta * h, 4);
		}
	});

	test.each(["kto", "psft", "irft", "asft"] as const)(
		"%s is explained with the reference that it has",
		async (kind) => {
			const run = await trained(kind);
			const last = await explained(run, end);
			expect(last.round).toBe(
				kind === "irft" || kind === "psft" ? (kind === "irft" ? 2 : 1) : null,
			);
			expect(last.answers).toBeGreaterThan(0);
			expect(last.shown.every(({ weight }) => Number.isFinite(weight))).toBe(
				true,
			);
			expect(last.weights.most).toBeGreaterThan(0);
			expect(Math.abs(last.meanMoved)).toBeGreaterThan(1e-6);
		},
	);

	test("one row is shown alone, and few are asked about if few are wanted", async () => {
		const run = await trained("sft", {}, { seed: 3 });
		const one = await explained(run, end, { row: "7" });
		expect(one.shown.map(({ row }) => row.replace(/.*\//, ""))).toEqual([
			"rows.jsonl:7",
		]);
		expect(one.order).toBeNull();
		const few = await explained(run, end, { limit: 5, count: 2 });
		expect([few.rows, few.shown.length]).toEqual([5, 2]);
	});
});

describe("what cannot be explained is said", () => {
	test("rows and checkpoints that the run does not have", async () => {
		const run = await trained(
			"sft",
			{},
			{
				seed: 4,
				data: {
					train: join(folder, "rows.jsonl"),
					heldOut: { kind: "count", rows: 4 },
					general: null,
				},
			},
		);
		await expect(explained(run, end, { row: "99" })).rejects.toThrow(
			/--row 99: expected one of the 20 rows that the run trains on, such as rows\.jsonl:\d+, found no such row/,
		);
		const { prepared } = await openRun(run, {});
		const held = /:(\d+)$/.exec(prepared.heldOut[0]?.[0]?.id ?? "")?.[1] ?? "";
		await expect(explained(run, end, { row: held })).rejects.toThrow(
			/found a row that the run holds out/,
		);
		await expect(explained(run, { kind: "step", step: 7 })).rejects.toThrow(
			/--at step-7: expected start, end or one of the checkpoints of .*: step-1, step-2, found no such checkpoint/,
		);
	});

	test("objectives of groups of samples", async () => {
		const run = await trained("grpo");
		await expect(explained(run, end)).rejects.toThrow(
			/found grpo, which learns from groups of samples by their rewards/,
		);
	});

	test("rows that have moved, unless their new place is given", async () => {
		const rows = join(folder, "moving.jsonl");
		copyFileSync(join(folder, "rows.jsonl"), rows);
		const run = await trained(
			"sft",
			{},
			{
				seed: 5,
				keep: { last: 1 },
				data: {
					train: rows,
					heldOut: { kind: "none" },
					general: null,
				},
			},
		);
		mkdirSync(join(folder, "elsewhere"));
		const moved = join(folder, "elsewhere", "renamed.jsonl");
		renameSync(rows, moved);
		await expect(openRun(run, {})).rejects.toThrow(
			/moving\.jsonl: expected the same bytes as when the run began, found nothing at/,
		);
		const { prepared } = await openRun(run, { data: [moved] });
		expect(prepared.train).toHaveLength(24);
		await expect(openRun(join(folder, "nowhere"), {})).rejects.toThrow(
			/--run: expected the folder of a run, found nothing at/,
		);
		await expect(openRun(join(folder, "model"), {})).rejects.toThrow(
			/--run: expected a run folder, found a model folder/,
		);
	});
});
