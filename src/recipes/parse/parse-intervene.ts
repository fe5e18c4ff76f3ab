import { basename, dirname, resolve } from "node:path";
import type { z } from "zod";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { usualRate } from "../defaults/objective-defaults.ts";
import { anchorPaths } from "../resolve/anchor-paths.ts";
import {
	interveneSchema,
	interventionGroups,
} from "../schemas/intervene-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { isRecord } from "./is-record.ts";
import { mergeRecipes, mergeSettings } from "./merge-recipes.ts";
import { layerFromOverride } from "./overrides.ts";
import type { ParsePilotOptions } from "./parse-pilot.ts";
import { parseRecipe } from "./parse-recipe.ts";
import { recipeIssue } from "./recipe-issue.ts";
import type { RecipeLayer } from "./recipe-layer.ts";
import { readTextFile } from "./text-file.ts";
import { readYamlMap } from "./yaml-map.ts";

type Parts = Readonly<Record<string, unknown>>;
type Written = z.output<typeof interveneSchema>;
type Group = (typeof interventionGroups)[number];

/** An intervention study without gaps. Paths are absolute. */
export interface InterveneRecipe
	extends Pick<
		Written,
		| "model"
		| "questions"
		| "tasks"
		| "tuningShare"
		| "seeds"
		| "groups"
		| "mixes"
		| "quantities"
		| "floor"
		| "caliper"
		| "seed"
		| "launcher"
	> {
	readonly title: string;
	/** Where the file is, for errors. */
	readonly where: string;
	/** Keys of the scorer `choice`. */
	readonly ask: Parts;
	/** `rows` is null if examples are drawn from the questions; the base is asked without examples if `count` is 0. */
	readonly shots: {
		readonly rows: string | null;
		readonly count: number;
		readonly seed: number;
	};
	/** `count` is null if it is the size of a group. */
	readonly general: {
		readonly rows: string;
		readonly count: number | null;
	} | null;
	/** Everything that the runs of a group share. Rows, learning rate, seed and folder are set for each run. */
	readonly recipes: Readonly<Record<Group, Recipe>>;
	/** Ascending. */
	readonly rates: readonly number[];
	/** Null: as many as possible. */
	readonly size: number | null;
	/** Null: the column `context` if all rows have it, else a template. */
	readonly context:
		| { readonly column: string }
		| { readonly template: string }
		| null;
	/** Null: self-aligning rows have no explanation. */
	readonly explanation: {
		readonly cue: string;
		readonly maxNewTokens: number;
	} | null;
	readonly out: string;
}

/** Reads the file of an intervention study; its paths are relative to its own folder. Throws `recipe`. */
export function readIntervene(
	path: string,
	options: ParsePilotOptions = {},
): InterveneRecipe {
	refuseMisplaced(path, path, "intervene");
	const text = readTextFile(path, "the file of an intervention study");
	const folder = dirname(resolve(path));
	return parseIntervene(text, { where: path, folder, ...options });
}

/** An intervention study from YAML text or a plain value. Throws `recipe` with the place, what was expected and what was found. */
export function parseIntervene(
	input: string | Parts,
	options: ParsePilotOptions = {},
): InterveneRecipe {
	const {
		where = "intervene",
		folder = process.cwd(),
		overrides = [],
	} = options;
	const map =
		typeof input === "string"
			? readYamlMap(input, where, "an intervention study")
			: { value: input, locate: () => where };
	const written = anchorStudy(map.value, folder);
	const settings = overrides.map((setting): RecipeLayer => {
		const layer = layerFromOverride(setting, process.cwd());
		return { ...layer, value: anchorStudy(layer.value, process.cwd()) };
	});
	const value = mergeSettings(
		written,
		settings.map((layer) => layer.value),
	) as Parts;
	const { data: study, error } = interveneSchema.safeParse(value);
	if (error !== undefined) {
		const layers = [{ where, value: written, locate: map.locate }, ...settings];
		throw recipeIssue(value, layers, where, {
			schema: interveneSchema,
			issues: error.issues,
		});
	}
	const recipes = Object.fromEntries(
		interventionGroups.map((group) => [
			group,
			recipeOf(group, study, (key) => map.locate([key])),
		]),
	) as Record<Group, Recipe>;
	return {
		...withoutGaps(study),
		...{ where, recipes },
		title: study.title ?? titleOf(study),
		rates: ratesOf(study.learningRates, recipes.harmonious),
		out: resolve(options.out ?? study.out ?? defaultOut(where)),
	};
}

function withoutGaps({
	base: _,
	arms: __,
	learningRates: ___,
	title: ____,
	out: _____,
	...study
}: Written) {
	const { shots, general, context, explanation, size, ...rest } = study;
	const { from, ...asked } = explanation;
	return {
		...rest,
		size: size ?? null,
		shots: { ...shots, rows: shots.rows ?? null },
		general: general && { ...general, count: general.count ?? null },
		context: contextOf(context),
		explanation: from === "none" ? null : asked,
	};
}

function contextOf(written: Written["context"]): InterveneRecipe["context"] {
	if (written?.column !== undefined) return { column: written.column };
	if (written?.template !== undefined) return { template: written.template };
	return null;
}

/** Keys that the study sets for each run. */
const taken = ["model", "seed", "out", "stages", "evaluate", "save", "watch"];

function recipeOf(
	group: Group,
	{ model, questions, base, arms }: Written,
	locate: (key: string) => string,
): Recipe {
	const own = arms[group] ?? {};
	const both = mergeRecipes(base, own) as Parts;
	const alien = taken.find((key) => Object.hasOwn(both, key));
	const inArm = alien !== undefined && Object.hasOwn(own, alien);
	const where = locate(inArm ? "arms" : "base");
	if (alien !== undefined)
		throw new TemperError("recipe", {
			where: `${where}: ${inArm ? `arms.${group}` : "base"}`,
			expected: "keys that do not depend on a single run",
			found: alien,
			hint:
				alien === "model"
					? "Name the model of the study by its own key model."
					: "An intervention study sets it for each of its runs.",
		});
	const data = isRecord(both.data) ? both.data : {};
	return parseRecipe(
		{
			...{ objective: "sft", length: { kind: "epochs", count: 3 } },
			...{ ...both, model },
			data: {
				...data,
				...{ train: questions, heldOut: { kind: "none" }, general: null },
			},
			...{ evaluate: "never", save: "end" },
		},
		{ where },
	);
}

function ratesOf(written: Written["learningRates"], recipe: Recipe): number[] {
	const usual = usualRate(recipe);
	const rates = Array.isArray(written)
		? written
		: written.factors.map((factor) => Number((usual * factor).toPrecision(6)));
	return rates.toSorted((a, b) => a - b);
}

function titleOf({ model, questions }: Written): string {
	return `${basename(model)} on ${basename(questions)}`;
}

/** The same command finds the same folder again. */
function defaultOut(where: string): string {
	const name = basename(where).replace(/\.ya?ml$/, "");
	return resolve("runs", name === "intervene" ? name : `intervene-${name}`);
}

const anchorAt = (folder: string) => (one: unknown) =>
	typeof one === "string" && one !== "" ? resolve(folder, one) : one;

function anchorStudy(value: Parts, folder: string): Parts {
	const path = anchorAt(folder);
	const inner = (part: unknown) =>
		isRecord(part) ? anchorPaths(part, folder) : part;
	const withRows = (part: unknown) =>
		isRecord(part) && "rows" in part
			? { ...part, rows: path(part.rows) }
			: part;
	const anchors: Readonly<Record<string, (part: unknown) => unknown>> = {
		questions: path,
		tasks: (tasks) => (Array.isArray(tasks) ? tasks.map(path) : [path(tasks)]),
		shots: withRows,
		general: (part) => (typeof part === "string" ? path(part) : withRows(part)),
		base: inner,
		arms: (arms) =>
			isRecord(arms)
				? Object.fromEntries(
						Object.entries(arms).map(([name, arm]) => [name, inner(arm)]),
					)
				: arms,
	};
	const { base: _, ...own } = value;
	const anchored = anchorPaths(own, folder);
	for (const [key, anchor] of Object.entries(anchors))
		if (Object.hasOwn(value, key)) anchored[key] = anchor(value[key]);
	return anchored;
}
