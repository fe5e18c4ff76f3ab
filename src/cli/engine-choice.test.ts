import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { engineSchema } from "../recipes/schemas/engine-schema.ts";
import { type EngineSettings, engineOf } from "../train/prepare/engine-of.ts";
import type { PrecisionChoice } from "./answer-precision.ts";
import { chosenEngine, type EngineChoice } from "./engine-choice.ts";

const torch = engineSchema.parse({ kind: "torch", gpus: 3, shard: "full" });

/** The manifest of a run with this recipe. */
function runOf(recipe: object): string {
	const folder = mkdtempSync(join(tmpdir(), "temper-engine-choice-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	mkdirSync(join(folder, "adapter"));
	const manifest = { version: 1, recipe, inputs: [], sessions: [] };
	writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
	return folder;
}

/** The settings of the engine that is chosen. */
async function chosen(
	choice: EngineChoice & PrecisionChoice,
	run?: string,
): Promise<EngineSettings> {
	const asked: EngineSettings[] = [];
	await chosenEngine(choice, run, {
		engineOf(settings) {
			asked.push(settings);
			return engineOf(settings);
		},
	});
	return asked[0] as EngineSettings;
}

test("the engine is the named one, that of the run, or ONNX Runtime", async () => {
	const run = runOf({ engine: torch, precision: "bfloat16" });
	const device = { kind: "cpu", threads: null };
	const own = { engine: torch, precision: "bfloat16", device };
	expect(await chosen({}, run)).toEqual(own);
	expect(await chosen({ engine: "torch" }, run)).toEqual(own);
	const onnx = { engine: { kind: "onnx" }, device };
	expect(await chosen({ engine: "onnx" }, run)).toEqual(onnx);
	expect(await chosen({})).toEqual(onnx);
	expect(await chosen({}, runOf({}))).toEqual(onnx);
	const usual = { engine: engineSchema.parse("torch"), device };
	expect(await chosen({ engine: "torch" })).toEqual(usual);
	const threads = { kind: "cpu", threads: 2 };
	expect((await chosen({ threads: 2 })).device).toEqual(threads);
});

test("a precision of answers is refused with PyTorch, named or of the run", async () => {
	const run = runOf({ engine: torch, precision: "bfloat16" });
	const refused =
		/--precision: expected no --precision with engine torch, found int8/;
	const precision = "int8";
	await expect(chosen({ precision }, run)).rejects.toThrow(refused);
	await expect(chosen({ engine: "torch", precision })).rejects.toThrow(refused);
	const onnx = await chosen({ engine: "onnx", precision }, run);
	expect(onnx.engine.kind).toBe("onnx");
});
