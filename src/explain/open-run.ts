import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { TemperError } from "../core/error.ts";
import type { GraphEngine } from "../engine/onnx/graph-engine.ts";
import { type GivenPlaces, locateRun } from "../recipes/locate/locate-run.ts";
import { parseRecipe } from "../recipes/parse/parse-recipe.ts";
import { resolveRecipe } from "../recipes/resolve/resolve-recipe.ts";
import type { InputHash } from "../runs/folder/inputs.ts";
import { refuseMisplaced } from "../runs/folder/misplaced.ts";
import { readManifest } from "../runs/folder/run-manifest.ts";
import { finalRun } from "../runs/staged-run.ts";
import { graphEngineOf } from "../train/prepare/engine-of.ts";
import { type Prepared, prepare } from "../train/prepare/prepare.ts";

/** A run with its model and rows read again. */
export interface OpenedRun {
	/** As the user named it. */
	readonly name: string;
	/** The folder of the run, or of its last stage. */
	readonly path: string;
	readonly prepared: Prepared;
	/** What computes: in this process, since explanations read whole gradients, whatever engine the run was trained with. */
	readonly engine: GraphEngine;
	readonly inputs: readonly InputHash[];
}

/**
 * Opens a run, or the last stage of one, with the recipe that it was made by. `given` computes, by default ONNX Runtime.
 * Throws `recipe` for another thing than a run, and `data` for inputs that have moved or changed.
 */
export async function openRun(
	name: string,
	places: GivenPlaces,
	given?: GraphEngine,
): Promise<OpenedRun> {
	if (!existsSync(name))
		throw new TemperError("recipe", {
			where: "--run",
			expected: "the folder of a run",
			found: `nothing at ${name}`,
			hint: "`npx temper-lm runs list` lists the runs of a folder.",
		});
	refuseMisplaced("--run", name, "run");
	const path = await finalRun(name);
	const manifest = await readManifest(path);
	const located = await locateRun(path, manifest, {
		...places,
		dataOfOthers: path !== resolve(name),
		hintFor: (moved) => hintFor(moved, manifest.recipe),
	});
	const parsed = parseRecipe(
		located.recipe as Readonly<Record<string, unknown>>,
		{ where: join(path, "recipe.json"), folder: path },
	);
	const { recipe } = resolveRecipe({ ...parsed, out: path });
	const engine = given ?? graphEngineOf(recipe);
	const prepared = await prepare(recipe, engine, path);
	return { name, path, prepared, engine, inputs: located.inputs };
}

function hintFor(moved: string, recipe: unknown): string {
	const { model } = recipe as { model?: unknown };
	const option = moved === model ? "--model" : "--data";
	return `Move it back, or give its path with ${option}: the rows and the model must be those of the run.`;
}
