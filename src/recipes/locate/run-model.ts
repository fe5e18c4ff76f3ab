import { existsSync } from "node:fs";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import {
	type RunManifest,
	readManifest,
} from "../../runs/folder/run-manifest.ts";
import { finalRun } from "../../runs/staged-run.ts";
import { holdsTemplates } from "../../text/template/kept-templates.ts";
import { locateModel } from "./locate-run.ts";

/** What a finished run made, and what it was made from. */
export interface RunModel {
	/** A model folder. */
	readonly model: string;
	/** Its adapter; null if the model holds everything. */
	readonly adapter: string | null;
	/** The folder of the model that deviation is measured from; null if it is no longer there. */
	readonly base: string | null;
	/** The folder of the chat templates that the run was trained with; null if they are the model's own. */
	readonly templates: string | null;
}

/**
 * Finds the model that a run made, and the one that it was made from, by its hash: where it was, where it is if it moved
 * together with the run, or at `given`. Throws `data` for a run that has not made a model yet, or made one that writes no
 * answers, and for a base that is at none of these places or has other bytes.
 */
export async function runModel(
	path: string,
	given?: string,
): Promise<RunModel> {
	refuseMisplaced(path, path, "run");
	const run = await finalRun(path);
	const manifest = await readManifest(run);
	const model = join(run, "model");
	if (existsSync(model)) {
		const base = await baseOfWhole(run, manifest, given);
		return { model, adapter: null, base, templates: model };
	}
	const adapter = join(run, "adapter");
	if (existsSync(adapter)) {
		const base = await locateModel(run, manifest, given);
		const templates = holdsTemplates(adapter) ? adapter : null;
		return { model: base, adapter, base, templates };
	}
	const scores = existsSync(join(run, "reward-model"));
	throw new TemperError("data", {
		where: path,
		expected: "a finished run, with model/ or adapter/ in it",
		found: scores ? "a reward model, which writes no answers" : "neither",
		hint: scores
			? `Rank answers with it: npx temper-lm rank ROWS --reward ${path}`
			: `Continue it: npx temper-lm runs resume ${path}`,
	});
}

/** A whole model answers without its base: one that is not found is missed only if it is needed. */
async function baseOfWhole(
	run: string,
	manifest: RunManifest,
	given: string | undefined,
): Promise<string | null> {
	if (given !== undefined) return locateModel(run, manifest, given);
	try {
		return await locateModel(run, manifest, undefined, "base");
	} catch (error) {
		if (error instanceof TemperError) return null;
		throw error;
	}
}
