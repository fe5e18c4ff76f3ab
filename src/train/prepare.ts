import { TemperError } from "../core/error.ts";
import type { Example } from "../data/example.ts";
import { promptKey } from "../data/fingerprint.ts";
import { mixSources } from "../data/mix-sources.ts";
import { createPlan, type Plan } from "../data/plan-step.ts";
import { type LengthRule, readGroups } from "../data/read-groups.ts";
import { type HeldOutSize, splitHeldOut } from "../data/split-held-out.ts";
import type { Checkpoint } from "../formats/checkpoint.ts";
import { openModel } from "../formats/open-model.ts";
import { readRows } from "../formats/rows/read-rows.ts";
import type { Model } from "../models/model.ts";
import type { Tuning } from "../nn/parameters.ts";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";
import { requireVocabulary } from "../text/require-vocabulary.ts";
import { rowEncoder } from "../text/row-encoder.ts";
import { openTemplate } from "../text/template.ts";
import { openTokenizer, type Tokenizer } from "../text/tokenizer.ts";
import { tuningOf } from "./tuning.ts";

/** A recipe with its files read: all that the loop needs before it touches the runtime. */
export interface Prepared {
	readonly recipe: ResolvedRecipe;
	readonly checkpoint: Checkpoint;
	readonly model: Model;
	readonly tokenizer: Tokenizer;
	readonly tuning: Tuning;
	readonly train: readonly Example[];
	readonly heldOut: readonly Example[];
	readonly general: readonly Example[];
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
	const tokenizer = await openTokenizer(recipe.model);
	requireVocabulary(tokenizer, model.architecture.vocabSize, recipe.model);
	const notes: string[] = [];
	const read = await exampleReader(recipe, model, tokenizer, notes);
	const { train, heldOut } = await readTraining(recipe, read, notes);
	const { general: probe } = recipe.data;
	const general = probe === null ? [] : await read(probe, "fit");
	const plan = createPlan({
		lengths: train.map(({ ids }) => ids.length),
		rowsPerStep: recipe.batch.rows,
		tokensPerMicroBatch: recipe.batch.tokens,
		seed: recipe.seed,
	});
	const { length } = recipe;
	const steps =
		length.kind === "steps"
			? length.count
			: Math.ceil(length.count * plan.stepsPerEpoch);
	const tuning = tuningOf(recipe.tune, model.architecture);
	return {
		...{ recipe, checkpoint, model, tokenizer, tuning },
		...{ train, heldOut, general, plan, steps, notes },
	};
}

const cutWords: Readonly<Record<TooLong, string>> = {
	refuse: "refused",
	drop: "dropped",
	truncate: "truncated",
	fit: "truncated, or dropped where no answer was left",
};

type TooLong = LengthRule["tooLong"];
type ReadFile = (path: string, tooLong?: TooLong) => Promise<Example[]>;

async function exampleReader(
	{ data, model: folder }: ResolvedRecipe,
	model: Model,
	tokenizer: Tokenizer,
	notes: string[],
): Promise<ReadFile> {
	const template = await openTemplate(folder);
	const encode = rowEncoder({ tokenizer, template, wants: "demonstrations" });
	const maxLength = Math.min(data.maxLength, model.architecture.maxPositions);
	return async (path, tooLong = data.tooLong) => {
		const examples: Example[] = [];
		let cut = 0;
		const onTooLong = () => {
			cut++;
		};
		const options = { maxLength, tooLong, onTooLong };
		for await (const group of readGroups(readRows(path), encode, options))
			examples.push(...group);
		if (cut > 0)
			notes.push(
				`${path}: ${cut} rows beyond ${maxLength} tokens were ${cutWords[tooLong]}.`,
			);
		if (examples.length > 0) return examples;
		throw new TemperError("data", {
			where: path,
			expected: "at least one row to learn from",
			found: cut > 0 ? "only rows that are too long" : "none",
		});
	};
}

interface Split {
	readonly train: Example[];
	readonly heldOut: Example[];
}

async function readTraining(
	{ data, seed }: ResolvedRecipe,
	read: ReadFile,
	notes: string[],
): Promise<Split> {
	const sources = await Promise.all(data.train.map(({ path }) => read(path)));
	const { train, heldOut } = await holdOut(sources.flat(), data, seed, read);
	const leaks = countLeaks(train, heldOut);
	if (leaks > 0)
		notes.push(`${leaks} training rows have the prompt of a held-out row.`);
	if (data.train.every(({ weight }) => weight === 1)) return { train, heldOut };
	const kept = new Set(train);
	const pools = sources.map((rows) => rows.filter((row) => kept.has(row)));
	const mixed = mixSources(
		data.train.map(({ path, weight }, i) => ({
			name: path,
			size: pools[i]?.length ?? 0,
			amount: { passes: weight },
		})),
		seed,
	);
	const rows = mixed.map(({ source, row }) => pools[source]?.[row] as Example);
	return { train: rows, heldOut };
}

async function holdOut(
	rows: Example[],
	data: ResolvedRecipe["data"],
	seed: number,
	read: ReadFile,
): Promise<Split> {
	const { heldOut } = data;
	switch (heldOut.kind) {
		case "none":
			return { train: rows, heldOut: [] };
		case "file":
			return { train: rows, heldOut: await read(heldOut.path) };
		case "fraction":
			return split(rows, { fraction: heldOut.share }, seed);
		case "count":
			return split(rows, { count: heldOut.rows }, seed);
		default:
			return heldOut satisfies never;
	}
}

function split(rows: Example[], size: HeldOutSize, seed: number): Split {
	const groups = rows.map((row) => [row]);
	const { train, heldOut } = splitHeldOut(groups, { size, seed });
	return { train: train.flat(), heldOut: heldOut.flat() };
}

function countLeaks(
	train: readonly Example[],
	heldOut: readonly Example[],
): number {
	const prompts = new Set(heldOut.map(promptKey));
	return train.filter((row) => prompts.has(promptKey(row))).length;
}
