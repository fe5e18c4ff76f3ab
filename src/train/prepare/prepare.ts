import type { Example, Group } from "../../data/example.ts";
import { createPlan, type Plan } from "../../data/plan-step.ts";
import { groupLength } from "../../data/shared-prompts.ts";
import type { Engine, ReferenceModel } from "../../engine/engine.ts";
import type { ModelFiles } from "../../formats/model-files.ts";
import type { ShapedModel } from "../../models/model.ts";
import { inOneForm } from "../../nn/blocks.ts";
import type { Tuning } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { openModelText } from "../../policy/model-text.ts";
import { requireSameShapes } from "../../policy/same-shapes.ts";
import { fewBitFormat } from "../../recipes/resolve/few-bit-format.ts";
import { objectiveOf } from "../../recipes/resolve/objective-of.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { ownReference } from "../../recipes/resolve/resolve-reference.ts";
import { roundLengthOf } from "../../recipes/resolve/row-origin.ts";
import { templateOptions } from "../../recipes/resolve/template-options.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { turnEndsToNote } from "../../text/turns/turn-ends.ts";
import { type LeashPlan, planLeash } from "../leash/leash-plan.ts";
import {
	openReference,
	requirePositions,
} from "../reference/reference-model.ts";
import { engineOf } from "./engine-of.ts";
import { graphOptions, longestCompared } from "./graph-options.ts";
import { groupReader, type ReadFile } from "./group-reader.ts";
import { readTraining } from "./read-training.ts";
import { asBegun, type Rounding, settlePrecision } from "./rounding.ts";
import { roundingRowsOf } from "./rounding-rows.ts";
import { rowsWanted } from "./rows-wanted.ts";
import { tuningOf } from "./tuning.ts";

/** A recipe with its files read: all that the loop needs before it opens a session of the engine. */
export interface Prepared {
	/** With the precision in which the run computes. */
	readonly recipe: ResolvedRecipe;
	readonly files: ModelFiles;
	readonly model: ShapedModel;
	/** What deviation is measured from: the model itself, or the one it was tuned from. */
	readonly base: ShapedModel;
	readonly tokenizer: Tokenizer;
	readonly tuning: Tuning;
	readonly objective: Objective;
	readonly train: readonly Group[];
	readonly heldOut: readonly Group[];
	/** Rows that stand for everything else, and only measure. */
	readonly general: readonly Example[];
	/** Labelled pairs that a reward model learns from in addition to the samples of a run; empty without any. */
	readonly pairs: readonly Group[];
	readonly leash: LeashPlan | null;
	/** What the policy is compared with instead of its own start; null if it is compared with that. */
	readonly reference: ReferenceModel | null;
	readonly plan: Plan;
	/** How every graph of the run is built, unless a part of the run has reasons of its own. */
	readonly graph: GraphOptions;
	/** What int8 or int4 changes of the model; null if the recipe asks for neither. */
	readonly rounding: Rounding | null;
	/** Who computes. */
	readonly engine: Engine;
	/** Optimizer steps of the whole run. */
	readonly steps: number;
	/** What a reader of the run should know of its data. */
	readonly notes: readonly string[];
}

/**
 * Reads model, tokenizer and rows, and settles the precision. `engine` computes for the run, by default the one that the
 * recipe asks for. `begun`: the folder of the run, if it has begun and its precision is settled. Throws `weights`, `data`
 * and `recipe` for what does not fit together.
 */
export async function prepare(
	given: ResolvedRecipe,
	engine: Engine = engineOf(given),
	begun: string | null = null,
): Promise<Prepared> {
	const { files, model: opened } = await engine.openModel(given.model);
	const [model, base] = inOneForm(
		opened,
		given.base === given.model ? opened : await openBase(given, opened, engine),
	);
	const text = await openModelText(given.model, {
		template: templateOptions(given.data),
		vocabSize: model.architecture.vocabSize,
	});
	const { tokenizer } = text;
	const settled =
		begun === null
			? await settlePrecision(given, model, engine, () =>
					roundingRowsOf(given.model, model),
				)
			: { recipe: await asBegun(given, begun), rounding: null, notes: [] };
	const { recipe, rounding } = settled;
	const objective = objectiveOf(recipe.objective);
	const notes = [
		...weightNotes(recipe.model),
		...turnEndNotes(tokenizer),
		...settled.notes,
	];
	const read = await groupReader(recipe, model, text, notes);
	const ofTask: ReadFile = (path) =>
		read(path, rowsWanted(objective), recipe.data.tooLong, true);
	const { train, heldOut } = await readTraining(recipe, ofTask, notes);
	const probe = async (path: string | null) =>
		path === null ? null : read(path, "demonstrations", "truncate-or-drop");
	const general = (await probe(recipe.data.general)) ?? [];
	const pairs = recipe.data.pairs ? await read(recipe.data.pairs, "pairs") : [];
	const plan = createPlan({
		lengths: train.map(groupLength),
		rowsPerStep: recipe.batch.rows,
		tokensPerMicroBatch: recipe.batch.tokens,
		seed: recipe.seed,
	});
	const { length } = recipe;
	const steps =
		length.kind === "steps"
			? length.count
			: Math.ceil(length.count * plan.stepsPerEpoch);
	const rounds = roundLengthOf(recipe.objective);
	if (rounds !== null && "count" in rounds && rounds.count > steps)
		notes.push(
			`${rounds.count} rounds do not fit into ${steps} steps: there are ${steps}.`,
		);
	const reference = await referenceFor(recipe, tokenizer, engine, notes);
	const tuning = tuningOf(recipe.tune, model.architecture);
	const { leash } = recipe;
	const planned =
		leash &&
		planLeash(leash, general, await probe(leash.rows), {
			steps,
			stepTokens: stepTokens(train, plan.stepsPerEpoch),
		});
	const measured = (planned?.general ?? general).flat();
	const held = planned?.plan.held ?? [];
	const others = [...heldOut.flat(), ...pairs.flat(), ...measured, ...held];
	if (reference) requirePositions(reference, longestCompared(recipe, train));
	return {
		...{ recipe, files, model, base, tokenizer, tuning, objective },
		...{ train, heldOut, pairs, plan, steps, notes, reference },
		general: measured,
		rounding,
		leash: planned?.plan ?? null,
		graph: graphOptions({
			...{ recipe, model, tuning, objective, train, plan, others },
		}),
		engine,
	};
}

/** Opens a reference of the recipe's own, and says what follows from it. */
async function referenceFor(
	{ objective, model: folder }: ResolvedRecipe,
	tokenizer: Tokenizer,
	engine: Engine,
	notes: string[],
): Promise<ReferenceModel | null> {
	const own = ownReference(objective);
	if (own === null) return null;
	const trained = { folder, tokenizer };
	const reference = await openReference(own, trained, engine);
	const beside = own.adapter === null ? "" : ` with the adapter ${own.adapter}`;
	notes.push(
		`The policy is compared with ${own.model}${beside} (objective.reference), not with itself at the start. Log-ratios therefore do not start at 0, and reference and policy are not checked for equality before the first step.`,
	);
	return reference;
}

/** That the model was unpacked from weights of few bits. */
function weightNotes(model: string): string[] {
	const format = fewBitFormat(model);
	return format === null
		? []
		: [
				`The model was unpacked from weights of few bits (${format}): training starts from rounded weights, and KL is measured from them. If the original weights are available, train those.`,
			];
}

function turnEndNotes(tokenizer: Tokenizer): string[] {
	const ends = turnEndsToNote(tokenizer);
	if (ends === null) return [];
	const taught = ends.taught.join(", ");
	const named = ends.named.join(", ") || "no token";
	return [
		`The chat template closes turns with ${taught}, but the model's own files name ${named} as the end token: training teaches turns to end with ${taught}. Temper stops at both, and \`npx temper-lm export\` lists both in generation_config.json.`,
	];
}

function stepTokens(train: readonly Group[], stepsPerEpoch: number): number {
	const tokens = train.reduce((sum, group) => sum + groupLength(group), 0);
	return tokens / stepsPerEpoch;
}

/** Throws `weights` unless the base is a model of the same shapes. */
async function openBase(
	{ base: folder }: ResolvedRecipe,
	model: ShapedModel,
	engine: Engine,
): Promise<ShapedModel> {
	const { model: base } = await engine.openModel(folder);
	requireSameShapes(base, model, folder);
	return base;
}
