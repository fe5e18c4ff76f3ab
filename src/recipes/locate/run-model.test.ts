import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runModel } from "./run-model.ts";

/** A run whose recipe says this, with these folders in it, beside two model folders. */
function world(recipe: (folder: string) => object, made: readonly string[]) {
	const folder = mkdtempSync(join(tmpdir(), "temper-run-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const model of ["base", "tuned"]) {
		mkdirSync(join(folder, model));
		writeFileSync(join(folder, model, "config.json"), "{}");
	}
	const run = join(folder, "run");
	for (const name of made) mkdirSync(join(run, name), { recursive: true });
	const manifest = { recipe: recipe(folder), inputs: [], sessions: [] };
	writeFileSync(join(run, "manifest.json"), JSON.stringify(manifest));
	return { folder, run };
}

it("finds an adapter beside the model that it was trained on", async () => {
	const { folder, run } = world(
		(at) => ({ model: join(at, "base") }),
		["adapter"],
	);
	const base = join(folder, "base");
	expect(await runModel(run)).toEqual({
		...{ model: base, adapter: join(run, "adapter"), base },
		templates: null,
	});
	const kept = join(run, "adapter");
	writeFileSync(join(kept, "chat_template.jinja"), "x");
	expect((await runModel(run)).templates).toBe(kept);
});

it("finds a whole model, and what its deviation is measured from", async () => {
	const { folder, run } = world(
		(at) => ({ model: join(at, "tuned"), base: join(at, "base") }),
		["model"],
	);
	const model = join(run, "model");
	const base = join(folder, "base");
	expect(await runModel(run)).toEqual({
		...{ model, adapter: null, base },
		templates: model,
	});
});

it("serves without a base that is no longer there", async () => {
	const { run } = world((at) => ({ model: join(at, "gone") }), ["model"]);
	expect((await runModel(run)).base).toBeNull();
});

it("refuses a run that made no model", async () => {
	const { run } = world(() => ({}), ["reward-model"]);
	await expect(runModel(run)).rejects.toThrow(
		/found a reward model, which writes no answers/,
	);
});
