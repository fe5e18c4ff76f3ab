import { availableParallelism } from "node:os";
import { TemperError } from "../../core/error.ts";
import { refuseMisplaced } from "../../runs/folder/misplaced.ts";
import { rewardFolder } from "../../runs/folder/reward-folder.ts";
import type { Device } from "../../runtime/device.ts";
import { templatesAskDate } from "../../text/template/ask-date.ts";
import { today } from "../../text/template/bake.ts";
import { learningRateOf } from "../defaults/objective-defaults.ts";
import { generalProbePath } from "../general-probe.ts";
import { freeRunFolder } from "../locate/free-run-folder.ts";
import { modelFolder } from "../locate/model-folder.ts";
import type { DataRecipe } from "../schemas/data-schema.ts";
import type { OptimizerRecipe } from "../schemas/optimizer-schema.ts";
import type { Recipe } from "../schemas/recipe-schema.ts";
import type { TuneRecipe } from "../schemas/tune-schema.ts";
import type { Derived } from "./derived.ts";
import { usualMaxLength } from "./longest-row.ts";
import { objectiveOf } from "./objective-of.ts";
import { refuseEngine } from "./refuse-engine.ts";
import { noteSteered, refuseLeash } from "./resolve-leash.ts";
import {
	type RecipePrecision,
	refusePrecision,
	usualPrecision,
} from "./resolve-precision.ts";
import { resolveReference } from "./resolve-reference.ts";
import { hasRounds, recipeFrom } from "./row-origin.ts";

export type Filled<T, K extends keyof T> = Omit<T, K> & {
	[P in K]-?: Exclude<T[P], undefined>;
};

type LoraRecipe = Extract<TuneRecipe, { kind: "lora" }>;

/** `lora` with its alpha known, or `full`. */
export type ResolvedTune =
	| Filled<LoraRecipe, "alpha">
	| Exclude<TuneRecipe, LoraRecipe>;

export type ResolvedDevice =
	| { kind: "cpu"; threads: number; sessions?: number }
	| { kind: Exclude<Device, "cpu"> };

/** A recipe without gaps: everything that the training loop needs. Resolving it again changes nothing. */
export interface ResolvedRecipe
	extends Omit<
		Recipe,
		"base" | "data" | "tune" | "optimizer" | "device" | "precision" | "out"
	> {
	/** Absolute path of the model's folder. */
	readonly model: string;
	/** Absolute path of the folder of the model that deviation is measured from. */
	readonly base: string;
	readonly data: Filled<DataRecipe, "general" | "maxLength">;
	readonly tune: ResolvedTune;
	readonly optimizer: Filled<OptimizerRecipe, "learningRate">;
	readonly device: ResolvedDevice;
	readonly precision: RecipePrecision;
	/** Absolute path of the run folder. */
	readonly out: string;
}

export interface ResolveOptions {
	/** The folder that contains `runs/`; the working folder if left out. */
	readonly folder?: string;
	/** Cores of the machine; asked of the system if left out. */
	readonly cores?: number;
}

function refuseImpossible(recipe: Recipe): void {
	const { tune, objective, data } = recipe;
	for (const path of rowFiles(data)) refuseMisplaced(path, path, "rows");
	if (objectiveOf(objective).trains === "reward" && tune.kind === "full") {
		throw new TemperError("recipe", {
			where: "tune",
			expected: "lora, because reward models are saved as adapters",
			found: "full",
			hint: "A high rank on all linear layers comes close: `tune: { kind: lora, rank: 64 }`.",
		});
	}
	if (data.pairs !== null && recipeFrom(objective, "learnt-groups") === null)
		refusePairs(objective);
	refuseWatch(recipe);
	if (recipe.leash !== null) refuseLeash(recipe, recipe.leash);
	refuseEngine(recipe);
	refusePrecision(recipe);
}

/** Every file of rows that a recipe names. */
function rowFiles({ train, heldOut, pairs, general }: DataRecipe): string[] {
	const one = [heldOut.kind === "file" ? heldOut.path : null, pairs, general];
	return [
		...train.map(({ path }) => path),
		...one.filter((path) => typeof path === "string"),
	];
}

/** Pairs in addition to demonstrations are for a reward model that learns while the policy does. */
function refusePairs({ kind }: Recipe["objective"]): never {
	throw new TemperError("recipe", {
		where: "data.pairs",
		expected:
			"objective rft, whose reward model learns from labelled pairs too",
		found: `objective ${kind}`,
		hint: "Other objectives read all their rows, pairs included, from data.train.",
	});
}

/** Tasks score the policy round by round. */
function refuseWatch({ watch, objective }: Recipe): void {
	if (watch.tasks.length === 0 || hasRounds(objective)) return;
	throw new TemperError("recipe", {
		where: "watch.tasks",
		expected: "an objective that trains in rounds (irft, rft, grpo, psft)",
		found: objective.kind,
		hint: "Measure other runs after they have finished: npx temper-lm eval TASK --run RUN",
	});
}

/** Keeps what is given; else takes the value and notes where it came from. */
export type Fill = <T extends string | number>(
	given: T | undefined | null,
	key: string,
	value: () => T,
	from: string,
) => T;

function filling(derived: Derived[]): Fill {
	return (given, key, value, from) => {
		if (given !== undefined && given !== null) return given;
		const taken = value();
		derived.push({ key, value: taken, from });
		return taken;
	};
}

/** The date of a template that asks for one is that of the day on which the run began. */
function resolveTemplate(
	{ data: { template } }: Recipe,
	model: string,
	fill: Fill,
): Pick<ResolvedRecipe["data"], "template"> {
	if (!templatesAskDate(model, template?.file)) return {};
	const from = "today, as the chat template asks for a date";
	const date = fill(template?.date, "data.template.date", today, from);
	return { template: Object.assign({}, template, { date }) };
}

function resolveData(
	recipe: Recipe,
	model: string,
	fill: Fill,
): ResolvedRecipe["data"] {
	const { data, batch } = recipe;
	return {
		...data,
		...resolveTemplate(recipe, model, fill),
		general:
			data.general === null
				? null
				: fill(
						data.general,
						"data.general",
						() => generalProbePath,
						"the probe set of the package",
					),
		maxLength: fill(
			data.maxLength,
			"data.maxLength",
			() => usualMaxLength(batch.tokens),
			"the default, or batch.tokens if larger",
		),
	};
}

function resolveTune(tune: TuneRecipe, fill: Fill): ResolvedTune {
	if (tune.kind === "full") return tune;
	const alpha = () => 2 * tune.rank;
	return {
		...tune,
		alpha: fill(tune.alpha, "tune.alpha", alpha, "twice tune.rank"),
	};
}

function resolveOptimizer(
	{ optimizer, tune, objective }: Recipe,
	fill: Fill,
): ResolvedRecipe["optimizer"] {
	return {
		...optimizer,
		learningRate: fill(
			optimizer.learningRate,
			"optimizer.learningRate",
			() => learningRateOf(objective.kind, tune.kind),
			`tune ${tune.kind} by ${objective.kind}`,
		),
	};
}

/** A reward model to continue from may be named by the run that trained it. */
function resolveObjective(objective: Recipe["objective"]): Recipe["objective"] {
	const learnt = recipeFrom(objective, "learnt-groups");
	const named = learnt?.rewardModel.from ?? null;
	if (learnt === null || named === null) return objective;
	const from = rewardFolder(named, "objective.rewardModel.from");
	return { ...learnt, rewardModel: { ...learnt.rewardModel, from } };
}

function resolveDevice(
	device: Recipe["device"],
	cores: number,
	fill: Fill,
): ResolvedDevice {
	if (device.kind !== "cpu") return device;
	const from = "the number of cores";
	return {
		kind: "cpu",
		threads: fill(device.threads, "device.threads", () => cores, from),
		...(device.sessions !== undefined && { sessions: device.sessions }),
	};
}

/** Fills every gap of a recipe and says from what each value was derived. Throws `recipe` for an impossible recipe. */
export function resolveRecipe(
	recipe: Recipe,
	options: ResolveOptions = {},
): { recipe: ResolvedRecipe; derived: readonly Derived[] } {
	refuseImpossible(recipe);
	const { folder = process.cwd(), cores = availableParallelism() } = options;
	const derived: Derived[] = [];
	const fill = filling(derived);
	noteSteered(recipe, derived);
	const precision = usualPrecision(recipe);
	const model = modelFolder(recipe.model);
	const resolved: ResolvedRecipe = {
		...recipe,
		model,
		base: recipe.base === undefined ? model : modelFolder(recipe.base),
		data: resolveData(recipe, model, fill),
		objective: resolveReference(resolveObjective(recipe.objective)),
		tune: resolveTune(recipe.tune, fill),
		optimizer: resolveOptimizer(recipe, fill),
		device: resolveDevice(recipe.device, cores, fill),
		precision: fill(
			recipe.precision,
			"precision",
			() => precision.value,
			precision.from,
		),
		out: fill(
			recipe.out,
			"out",
			() => freeRunFolder(recipe, model, folder),
			"the objective and the model",
		),
	};
	return { recipe: resolved, derived };
}
