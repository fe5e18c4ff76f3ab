import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heaviest } from "../../src/train/dry-run/heaviest.ts";
import { prepare } from "../../src/train/prepare/prepare.ts";
import { builtCli } from "../fixtures/built-cli.ts";
import { writeChatRows, writeRandomLlama } from "../fixtures/random-llama.ts";
import { tinyRecipe } from "./tiny-recipe.ts";

const measure = fileURLToPath(new URL("measure.mjs", import.meta.url));
const timeout = 600_000;

const folder = mkdtempSync(join(tmpdir(), "temper-memory-"));
beforeAll(async () => {
	builtCli();
	mkdirSync(join(folder, "model"));
	await writeRandomLlama(join(folder, "model"), {
		layers: 8,
		hidden: 256,
		positions: 1024,
	});
	writeChatRows(join(folder, "long.jsonl"), 4, () => 150);
	writeChatRows(join(folder, "short.jsonl"), 4, () => 1);
	writeChatRows(join(folder, "mixed.jsonl"), 48, (i) => (i % 8 ? 12 : 150));
}, timeout);
afterAll(() => rmSync(folder, { recursive: true, force: true }), timeout);

type Changes = Readonly<Record<string, unknown>>;

const on = (rows: string) => ({
	train: join(folder, rows),
	heldOut: { kind: "none" },
	general: null,
});

function recipeOf(changes: Changes) {
	const out = mkdtempSync(join(folder, "run-"));
	const batch = { rows: 4, tokens: 2048 };
	return tinyRecipe(folder, { batch, ...changes, out });
}

/** Peak of a process that trains (`real`) or tries the recipe out (`dry`), in MiB. */
function peak(how: "real" | "dry", changes: Changes): number {
	const recipe = recipeOf(changes);
	const given = `${recipe.out}.json`;
	writeFileSync(given, JSON.stringify(recipe));
	const { stdout, stderr, status } = spawnSync(
		process.execPath,
		[measure, how, given],
		{ encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: folder } },
	);
	expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	return (JSON.parse(stdout) as { bytes: number }).bytes / 2 ** 20;
}

describe("recomputation takes at most two thirds of the memory of activations", () => {
	const tunes = { lora: { kind: "lora" }, full: { kind: "full" } };
	test.each(Object.entries(tunes))("%s", { timeout }, (_, tune) => {
		const length = { kind: "steps", count: 2 };
		// Sessions, weights, gradients and the optimizer are in both; what rows of thousands of tokens add are activations.
		const activations = (recompute: boolean) => {
			const base = { tune, length, recompute };
			const long = peak("real", { ...base, data: on("long.jsonl") });
			const short = peak("real", { ...base, data: on("short.jsonl") });
			return { long, short, added: long - short };
		};
		const [kept, again] = [activations(false), activations(true)];
		expect(kept.added).toBeGreaterThan(100);
		expect(again.added).toBeLessThan((kept.added * 2) / 3);
	});
});

describe("a dry run knows the peak of the run to a fifth", () => {
	const cases: Record<string, Changes> = {
		"sft by adapters": {},
		"the default precision, with evaluation": {
			precision: "int8",
			data: { ...on("mixed.jsonl"), heldOut: { kind: "count", rows: 8 } },
			evaluate: { every: 4 },
		},
		"minor-sft": { objective: { kind: "minor-sft" } },
		"every weight": { tune: { kind: "full" }, save: { every: 4 } },
		"with recomputation": { recompute: true },
	};
	test.each(Object.entries(cases))("%s", { timeout }, async (_, changes) => {
		const all = {
			data: on("mixed.jsonl"),
			length: { kind: "epochs", count: 1 },
			...changes,
			seed: await seedOfLateLongRows(changes),
		};
		const [real, dry] = [peak("real", all), peak("dry", all)];
		expect(Math.abs(dry / real - 1)).toBeLessThan(0.2);
	});
});

/** A seed by which the first step holds short rows alone, so that the first step says nothing of the peak. */
async function seedOfLateLongRows(changes: Changes): Promise<number> {
	for (let seed = 0; ; seed++) {
		const data = on("mixed.jsonl");
		const { plan, steps, train } = await prepare(
			recipeOf({ data, ...changes, seed }),
		);
		const sizes = plan
			.step(0)
			.microBatches.flat()
			.map((row) => train[row]?.[0]?.ids.length ?? 0);
		const most = heaviest(plan, steps, train).microBatches[0] ?? [];
		const longest = Math.max(
			...most.map((row) => train[row]?.[0]?.ids.length ?? 0),
		);
		if (Math.max(...sizes) < longest / 3) return seed;
	}
}
