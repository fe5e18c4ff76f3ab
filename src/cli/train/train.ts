import type { Command } from "commander";
import { TemperError } from "../../core/error.ts";
import {
	type ParseOptions,
	parseStages,
	readStages,
} from "../../recipes/parse/parse-recipe.ts";
import { presetNames } from "../../recipes/presets.ts";
import { resolveRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { objectiveKinds } from "../../recipes/schemas/objective-options.ts";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { estimateRun } from "../../train/dry-run/estimate-run.ts";
import type { CliContext } from "../context.ts";
import { exitStatus } from "../error-boundary.ts";
import { collectOption } from "../options.ts";
import { wrap } from "../terminal/wrap.ts";
import { followRun } from "./follow-run.ts";
import { showDerived } from "./show-derived.ts";
import { showDryRun } from "./show-dry-run.ts";
import { showEstimate } from "./show-estimate.ts";

interface TrainOptions {
	readonly preset?: string;
	readonly model?: string;
	readonly data?: string;
	readonly set?: readonly string[];
	readonly out?: string;
	readonly dryRun?: boolean;
}

const help = `
A recipe is a YAML file; settings that it leaves out are derived and shown before training starts.
Ctrl+C, SIGTERM or SIGUSR1 saves a checkpoint, says how to continue, and exits with status 130; a second
Ctrl+C stops immediately.

Objectives (npx temper-lm objectives describes each and says when to use it):
${wrap(`  ${objectiveKinds().join(", ")}`, 80, 2).join("\n")}

Examples:
  npx temper-lm train --preset sft --model SmolLM2-135M-Instruct --data rows.jsonl
  npx temper-lm train recipe.yaml --dry-run
  npx temper-lm train recipe.yaml --set optimizer.learningRate=1e-4 --set tune.rank=16`;

/** One recipe for each stage. */
function recipesFrom(
	path: string | undefined,
	options: TrainOptions,
): Recipe[] {
	const { preset, model, data, out, set = [] } = options;
	const short = [
		{ where: "--model", value: model, key: { model } },
		{ where: "--data", value: data, key: { data: { train: data } } },
		{ where: "--out", value: out, key: { out } },
	];
	const parse: ParseOptions = {
		...(preset === undefined ? {} : { preset }),
		overrides: [
			...short
				.filter(({ value }) => value !== undefined)
				.map(({ where, value, key }) => ({
					where: `${where} ${value}`,
					value: key,
				})),
			...set,
		],
	};
	if (path !== undefined) return readStages(path, parse);
	if (model === undefined || data === undefined) {
		throw new TemperError("recipe", {
			where: "npx temper-lm train",
			expected: "a recipe file, or --model and --data",
			found: "neither",
			hint: "npx temper-lm train --preset sft --model MODEL --data rows.jsonl",
		});
	}
	return parseStages({}, { where: "npx temper-lm train", ...parse });
}

async function trainCommand(
	path: string | undefined,
	options: TrainOptions,
	context: CliContext,
): Promise<number> {
	const recipes = recipesFrom(path, options);
	if (options.dryRun === true) {
		await dryRunAll(recipes, context);
		return exitStatus.done;
	}
	const { runRecipe } = await context.loadServices();
	return followRun(context, (hooks) => runRecipe(recipes, hooks));
}

/** Each stage by itself, as if it came first: what an earlier one will have made is not there yet. */
async function dryRunAll(
	recipes: readonly Recipe[],
	context: CliContext,
): Promise<void> {
	const { terminal } = context;
	for (const [i, recipe] of recipes.entries()) {
		if (recipes.length > 1)
			terminal.line(`stage ${i + 1}: ${recipe.objective.kind}`);
		const { recipe: resolved, derived } = resolveRecipe(recipe);
		// A stage's folder lies in that of the whole run.
		const own = derived.filter(({ key }) => key !== "out");
		showDerived(recipes.length > 1 ? own : derived, terminal);
		const estimate = await estimateRun(resolved);
		if (estimate !== null) showEstimate(estimate, terminal);
		const { dryRun } = await context.loadServices();
		showDryRun(await dryRun(resolved, { later: i > 0 }), terminal);
	}
}

/** `report` is told the exit status. */
export function addTrain(
	program: Command,
	context: CliContext,
	report: (status: number) => void,
): void {
	program
		.command("train")
		.description("Trains a model on your rows, as a recipe describes.")
		.argument("[recipe]", "a YAML recipe file")
		.option(
			"--preset <name>",
			`the preset on which the recipe is based: ${presetNames().join(", ")}`,
		)
		.option("--model <model>", "a model folder, or the name of a pulled model")
		.option("--data <rows>", "the training rows: JSONL, JSON, CSV or Parquet")
		.option("--set <key=value>", "one setting; may be repeated", collectOption)
		.option(
			"--out <folder>",
			"the run folder (default: runs/OBJECTIVE-MODEL-N)",
		)
		.option(
			"--dry-run",
			"check everything, run one step, print the expected time and memory",
		)
		.addHelpText("after", help)
		.action(async (path: string | undefined, options: TrainOptions) =>
			report(await trainCommand(path, options, context)),
		);
}
