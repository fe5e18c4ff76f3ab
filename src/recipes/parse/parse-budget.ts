import { basename, dirname, resolve } from "node:path";
import type { z } from "zod";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { usualRate } from "../defaults/objective-defaults.ts";
import { anchorPaths } from "../resolve/anchor-paths.ts";
import { budgetSchema } from "../schemas/budget-schema.ts";
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
type WrittenBudget = z.output<typeof budgetSchema>;

/** The two kinds of training examples. */
export const exampleKinds = ["demonstrations", "pairs"] as const;
export type ExampleKind = (typeof exampleKinds)[number];

/** One kind of examples and the stage that learns from them. */
export interface BudgetStage {
	readonly rows: string;
	/** Of one prompt, in the unit of the budgets. */
	readonly price: number;
	/** Everything that the runs of this stage share. Its rows, learning rate, seed and folder are set for each run. */
	readonly recipe: Recipe;
	/** The learning rates that are tried, ascending. */
	readonly rates: readonly number[];
}

/** A budget study without gaps. Paths are absolute. */
export interface BudgetRecipe
	extends Pick<
		WrittenBudget,
		| "unit"
		| "machineHour"
		| "sharedPrompts"
		| "seeds"
		| "tuningShare"
		| "design"
		| "controls"
		| "launcher"
		| "model"
		| "tasks"
	> {
	readonly title: string;
	readonly demonstrations: BudgetStage;
	readonly pairs: BudgetStage;
	/** Ascending. */
	readonly budgets: readonly number[];
	readonly out: string;
}

/** Reads the file of a budget study; its paths are relative to its own folder. Throws `recipe`. */
export function readBudget(
	path: string,
	options: ParsePilotOptions = {},
): BudgetRecipe {
	refuseMisplaced(path, path, "budget");
	const text = readTextFile(path, "a budget file");
	const folder = dirname(resolve(path));
	return parseBudget(text, { where: path, folder, ...options });
}

/** A budget study from YAML text or a plain value. Throws `recipe` with the place, what was expected and what was found. */
export function parseBudget(
	input: string | Parts,
	options: ParsePilotOptions = {},
): BudgetRecipe {
	const { where = "budget", folder = process.cwd(), overrides = [] } = options;
	const map =
		typeof input === "string"
			? readYamlMap(input, where, "a budget study")
			: { value: input, locate: () => where };
	const written = anchorBudget(map.value, folder);
	const settings = overrides.map((setting): RecipeLayer => {
		const layer = layerFromOverride(setting, process.cwd());
		return { ...layer, value: anchorBudget(layer.value, process.cwd()) };
	});
	const value = mergeSettings(
		written,
		settings.map((layer) => layer.value),
	) as Parts;
	const { data: budget, error } = budgetSchema.safeParse(value);
	if (error !== undefined) {
		const layers = [{ where, value: written, locate: map.locate }, ...settings];
		throw recipeIssue(value, layers, where, {
			schema: budgetSchema,
			issues: error.issues,
		});
	}
	const {
		demonstrations,
		pairs,
		recipe: _,
		learningRates: __,
		...rest
	} = budget;
	const stage = (kind: ExampleKind) =>
		stageOf(kind, budget, map.locate([kind, "recipe"]));
	return {
		...rest,
		title: budget.title ?? titleOf(budget),
		...{ demonstrations: stage("demonstrations"), pairs: stage("pairs") },
		budgets: budget.budgets.toSorted((a, b) => a - b),
		out: resolve(options.out ?? budget.out ?? defaultOut(where)),
	};
}

const defaultObjective = {
	demonstrations: "sft",
	pairs: "dpo",
} as const satisfies Record<ExampleKind, string>;

/** Keys that the study sets for each run. */
const taken = ["model", "seed", "out", "stages", "evaluate", "save", "watch"];

function stageOf(
	kind: ExampleKind,
	budget: WrittenBudget,
	where: string,
): BudgetStage {
	const { model, recipe: shared, learningRates } = budget;
	const own = budget[kind];
	const both = mergeRecipes(shared, own.recipe) as Parts;
	const alien = taken.find((key) => Object.hasOwn(both, key));
	if (alien !== undefined)
		throw new TemperError("recipe", {
			where,
			expected: "keys that do not depend on a single run",
			found: alien,
			hint:
				alien === "model"
					? "Name the model of the study by its own key model."
					: "A budget study sets it for each of its runs.",
		});
	const recipe = parseRecipe(
		{
			objective: defaultObjective[kind],
			// Two epochs a stage, as in arXiv 2502.11284.
			length: { kind: "epochs", count: 2 },
			...both,
			model,
			data: {
				...(isRecord(both.data) ? both.data : {}),
				...{ train: own.rows, heldOut: { kind: "none" }, general: null },
			},
			...{ evaluate: "never", save: "end" },
		},
		{ where },
	);
	return {
		...{ rows: own.rows, price: own.price, recipe },
		rates: ratesOf(own.learningRates ?? learningRates, recipe),
	};
}

function ratesOf(
	written: WrittenBudget["learningRates"],
	recipe: Recipe,
): number[] {
	const usual = usualRate(recipe);
	const rates = Array.isArray(written)
		? written
		: written.factors.map((factor) => Number((usual * factor).toPrecision(6)));
	return rates.toSorted((a, b) => a - b);
}

function titleOf({ model, demonstrations, pairs }: WrittenBudget): string {
	return `${basename(model)} on ${basename(demonstrations.rows)} and ${basename(pairs.rows)}`;
}

/** The same command finds the same folder again. */
function defaultOut(where: string): string {
	const name = basename(where).replace(/\.ya?ml$/, "");
	return resolve("runs", name === "budget" ? name : `budget-${name}`);
}

function anchorBudget(value: Parts, folder: string): Parts {
	const path = (one: unknown) =>
		typeof one === "string" && one !== "" ? resolve(folder, one) : one;
	const { recipe, tasks, ...rest } = value;
	const kinds = exampleKinds.flatMap((kind) => {
		const own = rest[kind];
		if (!isRecord(own)) return [];
		return [[kind, anchorKind(own, folder)] as const];
	});
	return {
		...anchorPaths(rest, folder),
		...(recipe === undefined
			? {}
			: { recipe: isRecord(recipe) ? anchorPaths(recipe, folder) : recipe }),
		...(tasks === undefined
			? {}
			: { tasks: Array.isArray(tasks) ? tasks.map(path) : [path(tasks)] }),
		...Object.fromEntries(kinds),
	};
}

function anchorKind(own: Parts, folder: string): Parts {
	const { rows, recipe, ...rest } = own;
	return {
		...rest,
		...(rows === undefined
			? {}
			: { rows: typeof rows === "string" ? resolve(folder, rows) : rows }),
		...(isRecord(recipe) ? { recipe: anchorPaths(recipe, folder) } : {}),
	};
}
