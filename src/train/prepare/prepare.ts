import { TemperError } from "../../core/error.ts";
import { heldOutNote, RowNotes } from "../../data/check/row-notes.ts";
import {
	type Example,
	type Group,
	rewrittenTurns,
} from "../../data/example.ts";
import { promptKey } from "../../data/fingerprint.ts";
import { limitRows } from "../../data/limit-rows.ts";
import { mixSources } from "../../data/mix-sources.ts";
import { createPlan, type Plan } from "../../data/plan-step.ts";
import {
	type LengthRule,
	type ReadOptions,
	readGroups,
} from "../../data/read-groups.ts";
import { groupLength } from "../../data/shared-prompts.ts";
import { splitHeldOut } from "../../data/split-held-out.ts";
import type { Checkpoint } from "../../formats/checkpoint.ts";
import { openModel } from "../../formats/open-model.ts";
import { readRows } from "../../formats/rows/read-rows.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import { type ModelText, openModelText } from "../../policy/model-text.ts";
import { requireSameShapes } from "../../policy/same-shapes.ts";
import { fewBitFormat } from "../../recipes/resolve/few-bit-format.ts";
import { longestRow } from "../../recipes/resolve/longest-row.ts";
import { objectiveOf } from "../../recipes/resolve/objective-of.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { ownReference } from "../../recipes/resolve/resolve-reference.ts";
import { templateOptions } from "../../recipes/resolve/template-options.ts";
import type { Wants } from "../../text/columns/wanted.ts";
import { rowEncoder } from "../../text/row-encoder.ts";
import type { Tokenizer } from "../../text/tokenizer/tokenizer.ts";
import { turnEndsToNote } from "../../text/turns/turn-ends.ts";
import { type LeashPlan, planLeash } from "../leash/leash-plan.ts";
import {
	openReference,
	type ReferenceModel,
	requirePositions,
} from "../reference/reference-model.ts";
import { rowsWanted } from "./rows-wanted.ts";
import { longestCompared } from "./setup.ts";
import { tuningOf } from "./tuning.ts";

/** A recipe with its files read: all that the loop needs before it touches the runtime. */
export interface Prepared {
	readonly recipe: ResolvedRecipe;
	readonly checkpoint: Checkpoint;
	readonly model: Model;
	/** What deviation is measured from: the model itself, or the one it was tuned from. */
	readonly base: Model;
	readonly tokenizer: Tokenizer;
	readonly tuning: Tuning;
	readonly objective: Objective;
	readonly train: readonly Group[];
	readonly heldOut: readonly Group[];
	/** Rows that stand for everything else, and only measure. */
	readonly general: readonly Example[];
	/** Labelled pairs that a reward model learns from beside the samples of a run; empty without any. */
	readonly pairs: readonly Group[];
	readonly leash: LeashPlan | null;
	/** What the policy is compared with in place of its own start; null if that serves. */
	readonly reference: ReferenceModel | null;
	readonly plan: Plan;
	/** Optimizer steps of the whole run. */
	readonly steps: number;
	/** What a reader of the run should know of its data. */
	readonly notes: readonly string[];
}

/** Reads model, tokenizer and rows. Throws `weights`, `data` and `recipe` for what does not fit together. */
export async function prepare(recipe: ResolvedRecipe): Promise<Prepared> {
	const { checkpoint, model } = await openModel(recipe.model, {
		checkValues: true,
	});
	const base =
		recipe.base === recipe.model ? model : await openBase(recipe, model);
	const text = await openModelText(recipe.model, {
		template: templateOptions(recipe.data),
		vocabSize: model.architecture.vocabSize,
	});
	const { tokenizer } = text;
	const objective = objectiveOf(recipe.objective);
	const notes = [...weightNotes(recipe.model), ...turnEndNotes(tokenizer)];
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
	const { objective: options } = recipe;
	if ("rounds" in options && options.rounds > steps)
		notes.push(
			`${options.rounds} rounds do not fit into ${steps} steps: there are ${steps}.`,
		);
	const reference = await referenceFor(recipe, tokenizer, notes);
	const tuning = tuningOf(recipe.tune, model.architecture);
	const { leash } = recipe;
	const planned =
		leash &&
		planLeash(leash, general, await probe(leash.rows), {
			steps,
			stepTokens: stepTokens(train, plan.stepsPerEpoch),
		});
	const prepared: Prepared = {
		...{ recipe, checkpoint, model, base, tokenizer, tuning, objective },
		...{ train, heldOut, pairs, plan, steps, notes, reference },
		general: (planned?.general ?? general).flat(),
		leash: planned?.plan ?? null,
	};
	if (reference) requirePositions(reference, longestCompared(prepared));
	return prepared;
}

/** Opens a reference of the recipe's own, and says what follows from it. */
async function referenceFor(
	{ objective, model: folder }: ResolvedRecipe,
	tokenizer: Tokenizer,
	notes: string[],
): Promise<ReferenceModel | null> {
	const own = ownReference(objective);
	if (own === null) return null;
	const reference = await openReference(own, { folder, tokenizer });
	const beside = own.adapter === null ? "" : ` with the adapter ${own.adapter}`;
	notes.push(
		`The policy is compared with ${own.model}${beside} (objective.reference), not with itself at the start. Log-ratios do not begin at 0 then, and reference and policy are not checked for equality before the first step.`,
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
		`The chat template closes turns with ${taught}, but the model's own files name ${named} as the end: turns are taught to end with ${taught}. Temper stops at both, and \`npx temper-lm export\` lists both in generation_config.json.`,
	];
}

function stepTokens(train: readonly Group[], stepsPerEpoch: number): number {
	const tokens = train.reduce((sum, group) => sum + groupLength(group), 0);
	return tokens / stepsPerEpoch;
}

/** Throws `weights` unless the base is a model of the same shapes. */
async function openBase(
	{ base: folder }: ResolvedRecipe,
	model: Model,
): Promise<Model> {
	const { model: base } = await openModel(folder, { checkValues: true });
	requireSameShapes(base, model, folder);
	return base;
}

type TooLong = LengthRule["tooLong"];
type ReadFile = (path: string) => Promise<Group[]>;
type ReadAs = (
	path: string,
	wants: Wants,
	tooLong?: TooLong,
	/** Whether to note what is remarkable about the rows. */
	remarks?: boolean,
) => Promise<Group[]>;

function tooLongNotes(
	path: string,
	maxLength: number,
	{ cut, dropped }: { readonly cut: number; readonly dropped: number },
): string[] {
	const parts = [
		...(cut > 0 ? [`${cut} truncated`] : []),
		...(dropped > 0 ? [`${dropped} dropped`] : []),
	];
	return parts.length === 0
		? []
		: [`${path}: rows beyond ${maxLength} tokens: ${parts.join(", ")}.`];
}

async function groupReader(
	{ data }: ResolvedRecipe,
	model: Model,
	parts: ModelText,
	notes: string[],
): Promise<ReadAs> {
	const maxLength = longestRow(data.maxLength, model.architecture.maxPositions);
	return async (path, wants, tooLong = data.tooLong, remarks = false) => {
		const rowNotes = new RowNotes(parts);
		const encode = rowNotes.listen(rowEncoder({ ...parts, wants }));
		const groups: Group[] = [];
		const long = { cut: 0, dropped: 0 };
		const onTooLong: ReadOptions["onTooLong"] = (_id, _length, outcome) => {
			long[outcome]++;
		};
		const { emptyAnswers = "refuse" } = data;
		const options = { maxLength, tooLong, onTooLong, emptyAnswers };
		for await (const group of readGroups(readRows(path), encode, options))
			groups.push(group);
		const rewritten = rewrittenTurns(groups.flat());
		if (rewritten > 0)
			notes.push(
				`${path}: ${rewritten} assistant turns are not learnt, because the chat template rewrites them when others follow (it drops their thoughts, for example). Give such a row once per answer to learn them all.`,
			);
		notes.push(...tooLongNotes(path, maxLength, long));
		if (remarks)
			notes.push(...rowNotes.notes().map((text) => `${path}: ${text}`));
		if (groups.length > 0) return groups;
		throw new TemperError("data", {
			where: path,
			expected: "at least one row to learn from",
			found: long.dropped > 0 ? "only rows that are too long" : "none",
		});
	};
}

interface Split {
	readonly train: Group[];
	readonly heldOut: Group[];
}

async function readTraining(
	{ data, seed }: ResolvedRecipe,
	read: ReadFile,
	notes: string[],
): Promise<Split> {
	const sources = await Promise.all(data.train.map(({ path }) => read(path)));
	const split = await holdOut(sources.flat(), data, seed, read);
	const { heldOut } = split;
	const train = limited(split.train, data.limit, seed, notes);
	const leaks = countLeaks(train, heldOut);
	const few = heldOutNote(heldOut.length);
	if (few !== null) notes.push(few);
	if (leaks > 0)
		notes.push(`${leaks} training rows have the prompt of a held-out row.`);
	if (data.train.every(({ weight }) => weight === 1)) return { train, heldOut };
	const kept = new Set(train);
	const all = data.train.map((source, i) => ({
		...source,
		rows: (sources[i] ?? []).filter((row) => kept.has(row)),
	}));
	const pools =
		data.limit === null ? all : all.filter(({ rows }) => rows.length);
	for (const { path, rows } of all)
		if (rows.length === 0 && data.limit !== null)
			notes.push(`data.limit: no row of ${path} is used.`);
	const mixed = mixSources(
		pools.map(({ path, weight, rows }) => ({
			name: path,
			size: rows.length,
			amount: { passes: weight },
		})),
		seed,
	);
	const rows = mixed.map(
		({ source, row }) => pools[source]?.rows[row] as Group,
	);
	return { train: rows, heldOut };
}

/** The part of the training rows that `data.limit` asks for. */
function limited(
	rows: Group[],
	limit: ResolvedRecipe["data"]["limit"],
	seed: number,
	notes: string[],
): Group[] {
	if (limit === null) return rows;
	const { kept, note } = limitRows(rows, limit, seed);
	notes.push(note);
	return kept;
}

async function holdOut(
	groups: Group[],
	data: ResolvedRecipe["data"],
	seed: number,
	read: ReadFile,
): Promise<Split> {
	const { heldOut } = data;
	switch (heldOut.kind) {
		case "none":
			return { train: groups, heldOut: [] };
		case "file":
			return { train: groups, heldOut: await read(heldOut.path) };
		case "fraction":
			return splitHeldOut(groups, { size: { fraction: heldOut.share }, seed });
		case "count":
			return splitHeldOut(groups, { size: { count: heldOut.rows }, seed });
		default:
			return heldOut satisfies never;
	}
}

function countLeaks(
	train: readonly Group[],
	heldOut: readonly Group[],
): number {
	const keyOf = (group: Group) => promptKey(group[0] as Example);
	const prompts = new Set(heldOut.map(keyOf));
	return train.filter((group) => prompts.has(keyOf(group))).length;
}
