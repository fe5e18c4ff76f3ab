import { basename, dirname, resolve } from "node:path";
import type { z } from "zod";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { usualRate } from "../defaults/objective-defaults.ts";
import {
	describeArm,
	type NamedParts,
	namedArms,
	nestedValue,
} from "../pilot-arms.ts";
import { anchorPaths } from "../resolve/anchor-paths.ts";
import { pilotSchema } from "../schemas/pilot-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import { ratesSchema } from "../schemas/study-schema.ts";
import { isRecord } from "./is-record.ts";
import { mergeRecipes, mergeSettings } from "./merge-recipes.ts";
import { layerFromOverride } from "./overrides.ts";
import { checkStages } from "./parse-recipe.ts";
import { recipeIssue } from "./recipe-issue.ts";
import type { RecipeLayer } from "./recipe-layer.ts";
import { readTextFile } from "./text-file.ts";
import { readYamlMap } from "./yaml-map.ts";

type Parts = Readonly<Record<string, unknown>>;
type WrittenPilot = z.output<typeof pilotSchema>;

/** A recipe of an arm. */
export interface ArmStage {
	readonly recipe: Recipe;
	/** Whether the file itself says how often to evaluate. */
	readonly ownCadence: boolean;
}

/** One way to tune, with everything its runs share except learning rate and seed. Its recipe makes the measured model. */
export interface PilotArm extends ArmStage {
	readonly name: string;
	/** `minor-sft, beta 0.1`. */
	readonly options: string;
	/** The model that gains and deviation are measured from, if it is not the one that training begins from. */
	readonly base: string | null;
	/** The stages that are trained before the recipe, in their order; none for most arms. */
	readonly earlier: readonly ArmStage[];
	/** The learning rates that are tried, ascending: those of the recipe, the last stage. */
	readonly rates: readonly number[];
	/** The rates that are tried of each earlier stage, if they are chosen stage by stage; empty if all share a factor. */
	readonly earlierRates: readonly (readonly number[])[];
	/** The name that is shared by arms that differ only by beta: halving keeps one of them. Null for all other arms. */
	readonly family: string | null;
}

/** A pilot without gaps. Paths are absolute. */
export interface PilotRecipe
	extends Pick<
		WrittenPilot,
		| "seeds"
		| "tuningShare"
		| "halving"
		| "budget"
		| "gate"
		| "keep"
		| "launcher"
	> {
	readonly title: string;
	/** A folder or a name: what arms begin from unless they name another model. */
	readonly model: string;
	/** The model that such arms are measured from: `model`, unless `base` of the pilot names another one. */
	readonly origin: string;
	readonly tasks: readonly string[];
	/** The folder of a probe, or a task file; null: nothing is diagnosed. */
	readonly probe: string | null;
	readonly arms: readonly PilotArm[];
	readonly out: string;
}

export interface ParsePilotOptions {
	/** What to call the pilot in errors. */
	readonly where?: string;
	/** What its paths are relative to; the working folder if left out. */
	readonly folder?: string;
	/** Settings on top, `a.b=c`; their paths are relative to the working folder. */
	readonly overrides?: readonly string[];
	/** The pilot's folder, before what the file says. */
	readonly out?: string;
}

/** Reads a pilot file; its paths are relative to its own folder. Throws `recipe`. */
export function readPilot(
	path: string,
	options: ParsePilotOptions = {},
): PilotRecipe {
	const folder = dirname(resolve(path));
	refuseMisplaced(path, path, "pilot");
	const text = readTextFile(path, "a pilot file");
	return parsePilot(text, { where: path, folder, ...options });
}

/** A pilot from YAML text or a plain value. Throws `recipe` with the place, what was expected and what was found. */
export function parsePilot(
	input: string | Parts,
	options: ParsePilotOptions = {},
): PilotRecipe {
	const { where = "pilot", folder = process.cwd(), overrides = [] } = options;
	const map =
		typeof input === "string"
			? readYamlMap(input, where, "a pilot")
			: { value: input, locate: () => where };
	const written = anchorPilot(map.value, folder);
	const settings = overrides.map((setting) => overrideLayer(setting));
	const layers: RecipeLayer[] = [
		{ where, value: written, locate: map.locate },
		...settings,
	];
	const merged = mergeSettings(
		written,
		settings.map((layer) => layer.value),
	) as Parts;
	const value = { ...merged, ...ownBudget(layers) };
	const { data: pilot, error } = pilotSchema.safeParse(value);
	if (error !== undefined)
		throw recipeIssue(value, layers, where, {
			schema: pilotSchema,
			issues: error.issues,
		});
	const arms = namedArms(pilot.arms, layers[0]!.locate).map((arm) =>
		armOf(arm, value, pilot, layers),
	);
	const { seeds, tuningShare, halving, budget, gate, keep, tasks } = pilot;
	return {
		...{ seeds, tuningShare, halving, budget, gate, keep, tasks, arms },
		...{ title: pilot.title ?? titleOf(pilot, arms), model: pilot.model },
		...{ origin: originOf(pilot), probe: pilot.probe ?? null },
		launcher: pilot.launcher,
		out: resolve(options.out ?? pilot.out ?? defaultOut(where)),
	};
}

/** The last budget that was given, whole: steps and minutes exclude each other. */
function ownBudget(layers: readonly RecipeLayer[]): Parts {
	const last = layers.findLast(({ value }) => Object.hasOwn(value, "budget"));
	return last === undefined ? {} : { budget: last.value.budget };
}

/** The same command finds the same folder again. */
function defaultOut(where: string): string {
	const name = basename(where).replace(/\.ya?ml$/, "");
	return resolve("runs", name === "pilot" ? name : `pilot-${name}`);
}

function titleOf(
	{ model, data }: WrittenPilot,
	arms: readonly PilotArm[],
): string {
	const all = [model, ...arms.map(({ recipe }) => recipe.model)];
	const models = [...new Set(all.map((one) => basename(one)))].join(", ");
	const rows = data.train.map(({ path }) => basename(path)).join(", ");
	return `${models} on ${rows}`;
}

function originOf({ model, base }: WrittenPilot): string {
	return typeof base.base === "string" ? base.base : model;
}

function overrideLayer(setting: string): RecipeLayer {
	const layer = layerFromOverride(setting, process.cwd());
	return { ...layer, value: anchorPilot(layer.value, process.cwd()) };
}

function anchorPilot(value: Parts, folder: string): Parts {
	const inner = (part: unknown) =>
		isRecord(part) ? anchorPaths(part, folder) : part;
	const { base, arms, tasks, probe, ...rest } = value;
	const path = (one: unknown) =>
		typeof one === "string" && one !== "" ? resolve(folder, one) : one;
	return {
		...anchorPaths(rest, folder),
		...(probe === undefined ? {} : { probe: path(probe) }),
		...(base === undefined ? {} : { base: inner(base) }),
		...(arms === undefined
			? {}
			: {
					arms: Array.isArray(arms)
						? arms.map((arm) => anchorVary(inner(arm), folder))
						: arms,
				}),
		...(tasks === undefined
			? {}
			: { tasks: Array.isArray(tasks) ? tasks.map(path) : [path(tasks)] }),
	};
}

/** Paths among the values that an arm varies: `vary: { objective.reference: [a, b] }`. */
function anchorVary(arm: unknown, folder: string): unknown {
	if (!isRecord(arm) || !isRecord(arm.vary)) return arm;
	const anchored = (key: string, value: unknown) => {
		const parts = anchorPaths(nestedValue(key, value) as Parts, folder);
		return key
			.split(".")
			.reduce<unknown>((inner, name) => (inner as Parts)[name], parts);
	};
	const vary = Object.entries(arm.vary).map(([key, values]) => [
		key,
		Array.isArray(values) ? values.map((one) => anchored(key, one)) : values,
	]);
	return { ...arm, vary: Object.fromEntries(vary) };
}

/** A part of the pilot as a layer of a recipe: what it says, and where. */
function partLayer(
	layers: readonly RecipeLayer[],
	path: readonly PropertyKey[],
	value: Parts,
): RecipeLayer {
	const source =
		layers.findLast((layer) => Object.hasOwn(layer.value, path[0] as string)) ??
		layers[0]!;
	const locate = (inner: readonly PropertyKey[]) =>
		source.locate([...path, ...inner]);
	return { where: source.where, value, locate };
}

function armOf(
	arm: NamedParts,
	value: Parts,
	pilot: WrittenPilot,
	layers: readonly RecipeLayer[],
): PilotArm {
	refuseShared(pilot.base, layers);
	const { name, parts, family, base } = arm;
	const stages = stagesOf(arm, value, pilot, layers);
	const { recipe, ownCadence } = stages.at(-1) as ArmStage;
	const rates = ratesOf(arm, recipe, pilot, partLayer(layers, ["arms"], {}));
	requireSteps(pilot, stages.length, {
		...{ name, where: partLayer(layers, ["budget"], {}).locate([]) },
	});
	const options = describeArm(parts);
	const earlier = stages.slice(0, -1);
	return {
		...{ name, options, recipe, rates, family, ownCadence, earlier },
		base: base === recipe.model ? null : base,
		earlierRates:
			pilot.stageRates === "apart"
				? earlier.map((stage) => scaledRates(rates, recipe, stage.recipe))
				: [],
	};
}

/** The same multiples of another recipe's default rate as rates are of a recipe's. */
function scaledRates(
	rates: readonly number[],
	of: Recipe,
	other: Recipe,
): number[] {
	const factor = usualRate(other) / usualRate(of);
	return rates.map((rate) => Number((rate * factor).toPrecision(6)));
}

/** The recipes of an arm, of which a stage is laid over what the arm and the pilot share. */
function stagesOf(
	{ parts, place, base }: NamedParts,
	value: Parts,
	pilot: WrittenPilot,
	layers: readonly RecipeLayer[],
): ArmStage[] {
	const { where } = layers[0]!;
	const { model, data } = value;
	const own = [
		...layers.map((layer) => ({ ...layer, value: common(layer.value) })),
		partLayer(layers, ["base"], pilot.base),
		partLayer(layers, ["arms", place], parts),
	];
	const shared = mergeRecipes({ model, data }, pilot.base);
	const whole = mergeRecipes(shared, parts) as Parts;
	const written = Array.isArray(whole.stages) ? whole.stages : [{}];
	return checkStages({ value: whole, layers: own, where }).map((recipe, i) => ({
		recipe: base === null ? recipe : measuredFrom(base, recipe),
		ownCadence: [whole, written[i]].some(
			(one) => isRecord(one) && Object.hasOwn(one, "evaluate"),
		),
	}));
}

/**
 * The recipe of an arm that is measured from another model than the one that it begins from. A run that tunes all weights
 * measures itself from that model while it trains. An adapter moves only away from the model that it is put on, so its run
 * measures itself from that one.
 */
export function measuredFrom(base: string, recipe: Recipe): Recipe {
	const { model: own, base: named, tune } = recipe;
	return own === base || named !== undefined || tune.kind !== "full"
		? recipe
		: { ...recipe, base };
}

/** Each stage of a run takes at least one of its steps. */
function requireSteps(
	{ budget }: WrittenPilot,
	stages: number,
	{ name, where }: { readonly name: string; readonly where: string },
): void {
	if (budget === null || !("steps" in budget) || budget.steps >= stages) return;
	throw new TemperError("recipe", {
		where: `${where}: budget.steps`,
		expected: `at least ${stages}, one for each stage of the arm ${name}`,
		found: String(budget.steps),
	});
}

function common({ model, data }: Parts): Parts {
	return {
		...(model === undefined ? {} : { model }),
		...(data === undefined ? {} : { data }),
	};
}

function refuseShared(base: Parts, layers: readonly RecipeLayer[]): void {
	const alien = ["model", "data", "seed", "out", "extends", "stages"].find(
		(key) => Object.hasOwn(base, key),
	);
	if (alien === undefined) return;
	throw new TemperError("recipe", {
		where: partLayer(layers, ["base"], base).locate([alien]),
		expected:
			"only recipe keys that all arms share, in addition to model and data",
		found: `base.${alien}`,
	});
}

function ratesOf(
	{ learningRates: own, place }: NamedParts,
	recipe: Recipe,
	pilot: WrittenPilot,
	layer: RecipeLayer,
): number[] {
	const { data: written, error } =
		own === undefined
			? { data: pilot.learningRates, error: undefined }
			: ratesSchema.safeParse(own);
	if (error !== undefined)
		throw new TemperError("recipe", {
			where: `${layer.locate([place, "learningRates"])}: learningRates`,
			expected: error.issues[0]?.message ?? "learning rates",
			found: JSON.stringify(own),
		});
	const usual = usualRate(recipe);
	const rates = Array.isArray(written)
		? written
		: written.factors.map((factor) => Number((usual * factor).toPrecision(6)));
	return rates.toSorted((a, b) => a - b);
}
