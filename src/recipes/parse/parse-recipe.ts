import { dirname, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { withSchedule } from "../defaults/with-schedule.ts";
import { presetOf } from "../presets.ts";
import { leaveToLeash } from "../resolve/leave-to-leash.ts";
import { objectiveOf } from "../resolve/objective-of.ts";
import { type Recipe, recipeSchema } from "../schemas/recipe-schema.ts";
import { mergeRecipes, mergeSettings } from "./merge-recipes.ts";
import { layerFromOverride } from "./overrides.ts";
import { recipeIssue } from "./recipe-issue.ts";
import {
	layerFromValue,
	layerFromYaml,
	type RecipeLayer,
} from "./recipe-layer.ts";
import { stageLayers } from "./stage-layers.ts";
import { readTextFile } from "./text-file.ts";

const longestChain = 8;

/** A setting as it is typed, `a.b=c`, or a value with the name that errors call it by. */
export type Override =
	| string
	| {
			readonly where: string;
			readonly value: Readonly<Record<string, unknown>>;
	  };

export interface ParseOptions {
	/** What to call the recipe in errors. */
	readonly where?: string;
	/** What relative paths in the recipe are relative to; the working folder if left out. */
	readonly folder?: string;
	/** A preset to lie under the recipe. */
	readonly preset?: string;
	/** Settings on top, later ones over earlier; their paths are relative to the working folder. */
	readonly overrides?: readonly Override[];
}

function presetLayer(name: string, where: string): RecipeLayer {
	return layerFromValue(presetOf(name, where), `preset ${name}`, process.cwd());
}

/** A layer and, under it, those it extends. */
function withBases(layer: RecipeLayer, folder: string): RecipeLayer[] {
	const chain = [layer];
	let name = layer.value.extends;
	let from = folder;
	while (name !== undefined) {
		const at = chain[0]!.locate(["extends"]);
		if (typeof name !== "string" || chain.length > longestChain) {
			throw new TemperError("recipe", {
				where: `${at}: extends`,
				expected:
					"the name of a preset, or the path of a recipe, that ends in one that extends nothing",
				found: JSON.stringify(name),
			});
		}
		if (!/[\\/]|\.ya?ml$/.test(name)) {
			chain.unshift(presetLayer(name, `${at}: extends`));
			break;
		}
		const path: string = resolve(from, name);
		refuseMisplaced(`${at}: extends`, path, "recipe");
		from = dirname(path);
		const base = layerFromYaml(readTextFile(path, "a recipe file"), path, from);
		chain.unshift(base);
		name = base.value.extends;
	}
	return chain;
}

/** What several layers say together. */
export interface Merged {
	/** What the recipe says, unchecked. */
	readonly value: Readonly<Record<string, unknown>>;
	readonly layers: readonly RecipeLayer[];
	readonly where: string;
}

function merged(
	input: string | Readonly<Record<string, unknown>>,
	options: ParseOptions,
): Merged {
	const here = process.cwd();
	const { where = "recipe", folder = here, overrides = [] } = options;
	const top =
		typeof input === "string"
			? layerFromYaml(input, where, folder)
			: layerFromValue(input, where, folder);
	const files = [
		...(options.preset === undefined
			? []
			: [presetLayer(options.preset, "--preset")]),
		...withBases(top, folder),
	];
	const settings = overrides.map((setting) =>
		typeof setting === "string"
			? layerFromOverride(setting, here)
			: layerFromValue(setting.value, setting.where, here),
	);
	let under: unknown = {};
	for (const { value } of files) under = mergeRecipes(under, value);
	const value = mergeSettings(
		under,
		settings.map((layer) => layer.value),
	);
	const { extends: _, ...recipe } = value as Record<string, unknown>;
	return { value: recipe, layers: [...files, ...settings], where: top.where };
}

/** Checks a recipe as a whole. Throws `recipe` naming the layer that says what is wrong. */
export function checkRecipe({ value: written, layers, where }: Merged): Recipe {
	const value = withSchedule(written);
	const { data, error } = recipeSchema.safeParse(value);
	if (error === undefined) return leaveToLeash(data, layers, where);
	throw recipeIssue(value, layers, where, {
		schema: recipeSchema,
		issues: error.issues,
	});
}

/**
 * A recipe from YAML text or a plain value: what it extends, then itself, then the settings on top, checked as one.
 * Throws `recipe` with the place, what was expected and what was found.
 */
export function parseRecipe(
	input: string | Readonly<Record<string, unknown>>,
	options: ParseOptions = {},
): Recipe {
	return checkRecipe(merged(input, options));
}

/** The same for a recipe that may list `stages`: one recipe for each, in their order; a single one if it lists none. */
export function parseStages(
	input: string | Readonly<Record<string, unknown>>,
	options: ParseOptions = {},
): Recipe[] {
	return checkStages(merged(input, options));
}

/** Checks a recipe that may list `stages`, and each of its stages as a recipe of its own. Throws `recipe`. */
export function checkStages(whole: Merged): Recipe[] {
	const { stages, ...shared } = whole.value;
	if (stages === undefined) return [checkRecipe(whole)];
	const own = stageLayers(stages, whole);
	return own.map((stage, i) => {
		const recipe = checkRecipe({
			...whole,
			value: mergeRecipes(shared, stage.value) as Merged["value"],
			layers: [...whole.layers, stage],
		});
		if (i < own.length - 1) refuseDeadEnd(recipe, stage);
		return recipe;
	});
}

/** A stage begins with the policy of the one before it. */
function refuseDeadEnd({ objective }: Recipe, stage: RecipeLayer): void {
	if (objectiveOf(objective).trains === "policy") return;
	throw new TemperError("recipe", {
		where: stage.locate(["objective"]),
		expected: "an objective that trains a policy, in all stages but the last",
		found: objective.kind,
		hint: "Train the reward model in a run of its own and name it in objective.reward: { kind: model, path: RUN/reward-model }.",
	});
}

/** Reads a recipe file; its paths are relative to its own folder. Throws `recipe`. */
export function readStages(path: string, options: ParseOptions = {}): Recipe[] {
	refuseMisplaced(path, path, "recipe");
	return parseStages(
		readTextFile(path, "a recipe file"),
		fileOptions(path, options),
	);
}

/** Reads a recipe file without stages; its paths are relative to its own folder. Throws `recipe`. */
export function readRecipe(path: string, options: ParseOptions = {}): Recipe {
	refuseMisplaced(path, path, "recipe");
	return parseRecipe(
		readTextFile(path, "a recipe file"),
		fileOptions(path, options),
	);
}

function fileOptions(path: string, options: ParseOptions): ParseOptions {
	return { where: path, folder: dirname(resolve(path)), ...options };
}
