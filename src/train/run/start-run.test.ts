import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TemperError } from "../../core/error.ts";
import { parseRecipe } from "../../recipes/parse/parse-recipe.ts";
import { startRun } from "./start-run.ts";

test("a run whose engine is not installed makes no folder", async () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-start-"));
	const out = join(folder, "run");
	const recipe = parseRecipe(
		{
			model: "models/toy",
			data: { train: "rows.jsonl" },
			engine: "torch",
			out,
		},
		{ where: "recipe", folder: process.cwd() },
	);
	const missing = new TemperError("device", {
		where: "engine torch",
		expected: "a Python environment",
		found: "none",
	});
	const untouched = (): never => {
		throw new Error("nothing is read or trained");
	};
	const loop = {
		train: untouched,
		checkInputs: untouched,
		requireEngine: async () => {
			throw missing;
		},
	};
	await expect(startRun(recipe, {}, loop)).rejects.toBe(missing);
	expect(existsSync(out)).toBe(false);
});
