import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { modelFolder, pulledMark } from "../locate/model-folder.ts";
import { parseRecipe } from "../parse/parse-recipe.ts";
import { resolveRecipe } from "./resolve-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-resolve-"));
const model = join(folder, "tiny");

function pulled(name: string): string {
	const path = join(folder, "cache", "temper", "models", name);
	mkdirSync(path, { recursive: true });
	writeFileSync(join(path, "config.json"), "{}");
	writeFileSync(join(path, pulledMark), "{}");
	return path;
}

beforeAll(() => {
	mkdirSync(model);
	writeFileSync(join(model, "config.json"), "{}");
	vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});
afterAll(() => {
	vi.unstubAllEnvs();
});

function resolved(settings: string[]) {
	const recipe = parseRecipe(
		{ model, data: { train: "rows.jsonl" } },
		{ folder, overrides: settings },
	);
	return resolveRecipe(recipe, { folder, cores: 6 });
}

test("gaps are filled, and each filling says from what", () => {
	const { recipe, derived } = resolved(["tune.rank=4", "batch.tokens=512"]);
	expect(recipe.tune).toMatchObject({ rank: 4, alpha: 8 });
	expect(recipe.optimizer.learningRate).toBe(2e-4);
	expect(recipe.data.maxLength).toBe(1024);
	expect(recipe.precision).toBe("int8");
	expect(recipe.data.general).toMatch(/general\.jsonl$/);
	expect(recipe.device).toEqual({ kind: "cpu", threads: 6 });
	expect(recipe.out).toBe(join(folder, "runs", "sft-tiny-1"));
	expect(derived.map(({ key, from }) => `${key} from ${from}`)).toEqual([
		"data.general from the probe set of the package",
		"data.maxLength from the default, or batch.tokens if larger",
		"tune.alpha from twice tune.rank",
		"optimizer.learningRate from tune lora by sft",
		"device.threads from the number of cores",
		"precision from tune and device",
		"out from the objective and the model",
	]);
});

test("each objective has its own rate", () => {
	const rate = (objective: string, tune: string) =>
		resolved([`tune=${tune}`, `objective=${objective}`]).recipe.optimizer
			.learningRate;
	const full = ["sft", "minor-sft", "dft", "dpo", "orpo"];
	expect(full.map((kind) => rate(kind, "full"))).toEqual([
		1e-5, 1e-5, 5e-5, 1e-6, 1e-5,
	]);
	expect(rate("kto", "lora")).toBe(1e-5);
});

test("what is given stays, null included", () => {
	const { recipe, derived } = resolved([
		"data.general=null",
		"data.maxLength=64",
		"tune.alpha=3",
		"optimizer.learningRate=1",
		"device=webgpu",
		"precision=float32",
		"out=mine",
	]);
	expect(derived).toEqual([]);
	expect(recipe.data.general).toBeNull();
	expect(recipe.tune).toMatchObject({ alpha: 3 });
});

test("resolving twice changes nothing", () => {
	const { recipe } = resolved(["objective=dft"]);
	const again = resolveRecipe(parseRecipe({ ...recipe }));
	expect(again.recipe).toEqual(recipe);
	expect(again.derived).toEqual([]);
});

test("a taken run folder is passed by", () => {
	mkdirSync(join(folder, "runs", "dft-tiny-1"), { recursive: true });
	expect(resolved(["objective=dft"]).recipe.out).toBe(
		join(folder, "runs", "dft-tiny-2"),
	);
});

test("full fine-tuning has nothing to hold in int8", () => {
	expect(() => resolved(["tune=full", "precision=int8"])).toThrow(
		/^precision: expected float32 or mixed with tune full/,
	);
	const sampling = "objective={kind: irft, sampling: {precision: int8}}";
	expect(() => resolved(["tune=full", sampling])).toThrow(
		/objective.sampling.precision: expected float32 with tune full/,
	);
	expect(() => resolved([sampling])).not.toThrow();
});

test("a reward model is an adapter with a head", () => {
	expect(() => resolved(["objective=reward-model", "tune=full"])).toThrow(
		/tune: expected lora, because reward models are saved as adapters, found full/,
	);
	const { recipe } = resolved(["objective=reward-model"]);
	expect(recipe.tune.kind).toBe("lora");
});

test("models by pulled name, with doubt and mistakes named", () => {
	const path = pulled("acme/small-chat");
	expect(modelFolder("acme/small-chat")).toBe(path);
	expect(modelFolder("small-chat")).toBe(path);
	expect(() => modelFolder("smal-chat")).toThrow(/Did you mean small-chat\?/);
	expect(() => modelFolder("other/thing-entirely")).toThrow(
		/`npx temper-lm pull other\/thing-entirely`/,
	);
	pulled("else/small-chat");
	expect(() => modelFolder("small-chat")).toThrow(
		/acme\/small-chat and else\/small-chat/,
	);
});

test("a path that is no model folder", () => {
	writeFileSync(join(folder, "m.gguf"), "");
	mkdirSync(join(folder, "bare"));
	expect(() => modelFolder(join(folder, "m.gguf"))).toThrow(
		/npx temper-lm pull/,
	);
	expect(() => modelFolder(join(folder, "bare"))).toThrow(
		/a folder without config\.json/,
	);
	expect(() => modelFolder(join(folder, "gone"))).toThrow(/no such folder/);
});
