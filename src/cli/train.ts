import { isAbsolute } from "node:path";
import type { Command } from "commander";
import { stringify } from "yaml";
import { TemperError } from "../core/error.ts";
import { objectiveKinds } from "../recipes/objective-options.ts";
import {
	type ParseOptions,
	parseRecipe,
	readRecipe,
} from "../recipes/parse-recipe.ts";
import { presetNames } from "../recipes/presets.ts";
import type { Recipe } from "../recipes/recipe-schema.ts";
import {
	type ResolvedRecipe,
	resolveRecipe,
} from "../recipes/resolve-recipe.ts";
import type { RewardSpec } from "../rewards/reward-spec.ts";
import type { Json } from "../runs/events.ts";
import { hashInputs } from "../runs/inputs.ts";
import { RunFolder } from "../runs/run-folder.ts";
import type { CliContext } from "./context.ts";
import { followRun } from "./follow-run.ts";
import { collectOption } from "./options.ts";
import { showDryRun } from "./show-dry-run.ts";
import { shortPath } from "./terminal/short-path.ts";
import { renderPairs } from "./terminal/table.ts";
import { wrap } from "./terminal/wrap.ts";

interface TrainOptions {
	readonly preset?: string;
	readonly model?: string;
	readonly data?: string;
	readonly set?: readonly string[];
	readonly out?: string;
	readonly dryRun?: boolean;
}

const help = `
A recipe is a YAML file; what it leaves out is derived and shown before training starts.
Ctrl+C saves a checkpoint and says how to go on; a second one stops at once.

What can be trained for (temper objectives says what each is, and when to use it):
${wrap(`  ${objectiveKinds().join(", ")}`, 80, 2).join("\n")}

Examples:
  temper train --preset sft --model SmolLM2-135M-Instruct --data rows.jsonl
  temper train recipe.yaml --dry-run
  temper train recipe.yaml --set optimizer.learningRate=1e-4 --set tune.rank=16`;

function recipeFrom(path: string | undefined, options: TrainOptions): Recipe {
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
	if (path !== undefined) return readRecipe(path, parse);
	if (model === undefined || data === undefined) {
		throw new TemperError("recipe", {
			where: "temper train",
			expected: "a recipe file, or --model and --data",
			found: "neither",
			hint: "temper train --preset sft --model MODEL --data rows.jsonl",
		});
	}
	return parseRecipe({}, { where: "temper train", ...parse });
}

/** Files and folders that decide the outcome of a run. */
export function inputsOf(recipe: ResolvedRecipe): string[] {
	const { model, base, data, tune, objective } = recipe;
	const rewards = "reward" in objective ? objective.reward : [];
	return [
		model,
		...(base === model ? [] : [base]),
		...(tune.kind === "lora" && tune.from !== null ? [tune.from] : []),
		...rewards.flatMap(rewardFiles),
		...data.train.map(({ path }) => path),
		...(data.heldOut.kind === "file" ? [data.heldOut.path] : []),
		...(data.general === null ? [] : [data.general]),
	];
}

/** Files and folders that a reward reads. */
function rewardFiles(reward: RewardSpec): string[] {
	if ("path" in reward) return [reward.path];
	return "schema" in reward && typeof reward.schema === "string"
		? [reward.schema]
		: [];
}

async function createRun(
	recipe: Recipe,
	resolved: ResolvedRecipe,
): Promise<RunFolder> {
	return RunFolder.create(
		resolved.out,
		{
			recipe: resolved as unknown as Json,
			seed: resolved.seed,
			inputs: await hashInputs(inputsOf(resolved)),
			sessions: [],
		},
		stringify(recipe),
	);
}

async function trainCommand(
	path: string | undefined,
	options: TrainOptions,
	context: CliContext,
): Promise<void> {
	const { terminal } = context;
	const recipe = recipeFrom(path, options);
	const { recipe: resolved, derived } = resolveRecipe(recipe);
	const shown = (value: string | number) =>
		typeof value === "string" && isAbsolute(value) ? shortPath(value) : value;
	for (const line of renderPairs(
		derived.map(({ key, value, from }) => [
			key,
			`${shown(value)}  ${terminal.paint("dim", `from ${from}`)}`,
		]),
	))
		terminal.line(line);
	if (options.dryRun === true) {
		const { dryRun } = await context.loadEngine();
		showDryRun(await dryRun(resolved), terminal);
		return;
	}
	const run = await createRun(recipe, resolved);
	terminal.line(`run folder: ${shortPath(run.path)}`);
	await followRun(run, resolved, context);
}

export function addTrain(program: Command, context: CliContext): void {
	program
		.command("train")
		.summary("train a model by a recipe")
		.description("Trains a model by a recipe, on rows of your own.")
		.argument("[recipe]", "a recipe file in YAML")
		.option(
			"--preset <name>",
			`what the recipe builds on: ${presetNames().join(", ")}`,
		)
		.option("--model <model>", "a model folder, or the name of a pulled model")
		.option("--data <rows>", "the training rows: JSONL, JSON, CSV or Parquet")
		.option(
			"--set <key=value>",
			"one setting; may come many times",
			collectOption,
		)
		.option(
			"--out <folder>",
			"the run folder (default: runs/OBJECTIVE-MODEL-N)",
		)
		.option(
			"--dry-run",
			"check everything, run one step, say what it would take",
		)
		.addHelpText("after", help)
		.action((path: string | undefined, options: TrainOptions) =>
			trainCommand(path, options, context),
		);
}
