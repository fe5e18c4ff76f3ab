import { existsSync } from "node:fs";
import { join } from "node:path";
import { TemperError } from "../core/error.ts";
import { readManifest } from "../runs/run-manifest.ts";
import { finalRun } from "../runs/staged-run.ts";
import { modelFolder } from "./model-folder.ts";

/** What a finished run made, and what it was made from. */
export interface RunModel {
	/** A model folder. */
	readonly model: string;
	/** The adapter beside it; null where the model holds all. */
	readonly adapter: string | null;
	/** The folder of the model that deviation is measured from; null where it is no longer there. */
	readonly base: string | null;
}

/** Throws `data` for a run that has not made a model yet, or made one that writes no answers. */
export async function runModel(path: string): Promise<RunModel> {
	const run = await finalRun(path);
	const { recipe } = await readManifest(run);
	const named = recipe as { readonly model?: unknown; readonly base?: unknown };
	const model = join(run, "model");
	if (existsSync(model)) {
		const base = String(named.base ?? named.model);
		return { model, adapter: null, base: existsSync(base) ? base : null };
	}
	const adapter = join(run, "adapter");
	if (existsSync(adapter)) {
		const base = modelFolder(String(named.model), `${path}, model`);
		return { model: base, adapter, base };
	}
	const scores = existsSync(join(run, "reward-model"));
	throw new TemperError("data", {
		where: path,
		expected: "a finished run, with model/ or adapter/ in it",
		found: scores ? "a reward model, which writes no answers" : "neither",
		hint: scores
			? `Rank answers with it: temper rank ROWS --reward ${path}`
			: `Go on with it: temper runs resume ${path}`,
	});
}
