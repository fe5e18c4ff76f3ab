import { join } from "node:path";
import { parseRecipe } from "../../src/recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../../src/recipes/resolve/resolve-recipe.ts";
import { RunFolder } from "../../src/runs/folder/run-folder.ts";
import { OnnxSession } from "../../src/runtime/onnx-session.ts";
import { train } from "../../src/train/train.ts";
import { Clock } from "../../src/train/watch/clock.ts";
import type { Walk, Walker } from "./walk.ts";

const rows = { sft: "examples/rows.jsonl", dpo: "examples/pairs.jsonl" };

const shared = {
	model: "models/toy",
	tune: { kind: "lora", rank: 4 },
	batch: { rows: 2, tokens: 512 },
	length: { kind: "steps", count: 4 },
	evaluate: "never",
	device: { kind: "cpu", threads: 1 },
};

/** The step that is walked, from 1: what only the first step does is left out. */
const walked = 3;

/**
 * One step of an objective that trains adapters, a micro-batch long. "To the runtime" is what runs between the loop's
 * `takeStep` and the session's `run`; the whole step is what runs until its event.
 */
export async function walkStep(
	walker: Walker,
	folder: string,
	objective: "sft" | "dpo",
): Promise<Record<string, Walk>> {
	const walks: Record<string, Walk> = {};
	let step = 0;
	const { startStep } = Clock.prototype;
	const { run } = OnnxSession.prototype;
	Clock.prototype.startStep = function () {
		if (++step === walked) walker.begin();
		startStep.call(this);
	};
	OnnxSession.prototype.run = async function (feeds, into) {
		if (step !== walked) return run.call(this, feeds, into);
		walker.noteStack(/takeStep/);
		const running = run.call(this, feeds, into);
		walks["to the runtime"] = walker.soFar();
		return running;
	};
	const { recipe: resolved } = resolveRecipe(
		parseRecipe({ ...shared, objective, data: { train: rows[objective] } }),
	);
	const manifest = { recipe: {}, seed: 0, inputs: [], sessions: [] };
	const runFolder = await RunFolder.create(join(folder, "run"), manifest, "");
	const { signal } = new AbortController();
	for await (const event of train(resolved, { runFolder, signal }))
		if (event.kind === "step" && step === walked)
			walks["the whole step"] = walker.soFar();
	return walks;
}
