import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { parseRecipe } from "../../../recipes/parse/parse-recipe.ts";
import { launcherSchema } from "../../../recipes/schemas/launcher-schema.ts";
import { processCrew } from "../local/process-crew.ts";
import { FileCrew } from "./file-crew.ts";
import { studyCrew } from "./study-crew.ts";

const root = mkdtempSync(join(tmpdir(), "temper-study-crew-"));
vi.stubEnv("XDG_CACHE_HOME", root);
vi.stubEnv("TEMPER_PYTHON", "");
afterAll(async () => {
	vi.unstubAllEnvs();
	await rm(root, { recursive: true, maxRetries: 10 });
});

const recipe = (engine: "onnx" | "torch") =>
	parseRecipe({ model: "m", data: { train: "rows.jsonl" }, engine });
const recipes = [recipe("onnx"), recipe("torch")];

test("a study on this machine asks for the engines of all its recipes before it begins", async () => {
	await expect(studyCrew({ kind: "local" }, recipes)).rejects.toThrow(
		/^engine torch: expected a Python environment with PyTorch, found none\. `npx temper-lm torch setup` makes one/,
	);
	const crew = await studyCrew({ kind: "local" }, [recipe("onnx")]);
	expect(crew).toBe(processCrew);
});

test("a study on other machines does not need their engines here", async () => {
	const ray = { kind: "ray", address: "http://127.0.0.1:8265", seats: 2 };
	const crew = await studyCrew(launcherSchema.parse(ray), recipes);
	expect(crew).toBeInstanceOf(FileCrew);
});
