import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname, join, resolve } from "node:path";
import { cacheFolder } from "../../core/cache-folder.ts";
import { writeError } from "../../core/file-error.ts";
import type { Example } from "../../data/example.ts";
import { hashExamples } from "../../data/hash-examples.ts";
import type { Engine } from "../../engine/engine.ts";
import { writeFileAtomic } from "../../formats/write-atomic.ts";
import type { ShapedModel } from "../../models/model.ts";
import { blockFormatsOf, isInBlocks } from "../../nn/blocks.ts";
import { isRounded, type RoundedPrecision } from "../../nn/parameters.ts";
import { fewBitFormat } from "../../recipes/resolve/few-bit-format.ts";
import { refuse } from "../../recipes/resolve/refuse.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { samplingOf } from "../../recipes/resolve/row-origin.ts";
import { readEvents } from "../../runs/event-log.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { eventsPath } from "../../runs/folder/run-manifest.ts";

/** How far a model whose weights are rounded is from the same model in float32. */
export interface Rounding {
	readonly precision: RoundedPrecision;
	/** KL(float32 || precision) in nats per token, mean over the tokens. */
	readonly kl: number;
	/** Supervised tokens of the rows on which it was measured. */
	readonly tokens: number;
}

/** Nats per token up to which a run computes in int8. */
export const largestRounding = 0.01;

/** Nats per token above which a run in int4, which is only ever asked for, warns. */
export const noteworthyRounding = 0.1;

/** A change of how models are rotated or rounded, which makes what was measured before worthless. */
const methods: Readonly<Record<RoundedPrecision, string>> = {
	int8: "rotated 2",
	int4: "int4 rotated 2",
};

/**
 * The rounding of a model on some rows. It is kept on disk under a hash of weights, rows and processor, whose instructions
 * may saturate, so that it is measured once. Throws `disk` if it cannot be kept.
 */
export async function roundingOf(
	folder: string,
	rows: readonly Example[],
	{
		precision,
		measure,
	}: {
		readonly precision: RoundedPrecision;
		readonly measure: () => Promise<readonly Float32Array[]>;
	},
): Promise<Rounding> {
	const weights = await weightsHash(folder);
	const key = createHash("sha256")
		.update([methods[precision], cpus()[0]?.model, weights].join(" "))
		.update(hashExamples(rows))
		.digest("hex");
	const path = join(cacheFolder("rounding"), `${key}.json`);
	const kept = await readKept(path);
	if (kept) return { precision, ...kept };
	const kl = await measure();
	const tokens = kl.reduce((sum, { length }) => sum + length, 0);
	const total = kl.reduce(
		(sum, values) => values.reduce((s, x) => s + x, sum),
		0,
	);
	const found = { kl: total / tokens, tokens };
	await keep(path, JSON.stringify(found));
	return { precision, ...found };
}

/**
 * SHA-256 of a model's files. It is kept under their paths, sizes and times of change, because reading all weights takes
 * seconds and the commands that answer a prompt wait for it.
 */
async function weightsHash(folder: string): Promise<string | undefined> {
	const stamp = createHash("sha256").update(resolve(folder));
	for (const name of (await readdir(folder)).sort()) {
		const { size, mtimeMs, ctimeMs } = await stat(join(folder, name));
		stamp.update(`\n${name} ${size} ${mtimeMs} ${ctimeMs}`);
	}
	const path = join(cacheFolder("rounding"), `${stamp.digest("hex")}.sha256`);
	const kept = await readFile(path, "utf8").catch(() => null);
	if (kept !== null && /^[0-9a-f]{64}$/.test(kept)) return kept;
	const sha256 = (await hashInputs([folder]))[0]?.sha256;
	await keep(path, sha256 ?? "");
	return sha256;
}

async function keep(path: string, text: string): Promise<void> {
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFileAtomic(path, text);
	} catch (error) {
		throw writeError(error, path);
	}
}

/** Null for a file that is absent or damaged. */
async function readKept(
	path: string,
): Promise<Omit<Rounding, "precision"> | null> {
	try {
		const { kl, tokens } = JSON.parse(
			await readFile(path, "utf8"),
		) as Partial<Rounding>;
		return Number.isFinite(kl) && Number.isFinite(tokens)
			? { kl: kl as number, tokens: tokens as number }
			: null;
	} catch {
		return null;
	}
}

/** The recipe of a run that has begun, in the precision in which it computes: another machine might settle on another one. */
export async function asBegun(
	recipe: ResolvedRecipe,
	run: string,
): Promise<ResolvedRecipe> {
	const path = eventsPath(run);
	const events = existsSync(path) ? await readEvents(path) : [];
	const start = events.find((event) => event.kind === "start");
	const begun = start?.recipe as Partial<ResolvedRecipe> | undefined;
	return { ...recipe, precision: begun?.precision ?? recipe.precision };
}

/** Samples in int8 were asked for, and nothing takes their place. */
function refuseSampling(
	{ objective }: ResolvedRecipe,
	{ architecture }: ShapedModel,
): void {
	if (samplingOf(objective)?.precision !== "int8") return;
	refuse(
		"objective.sampling.precision",
		`float32 for a model of the family ${architecture.family}, which cannot be rotated`,
		"int8",
		"Leave this key out to sample in the precision of the run.",
	);
}

/** What a run computes in, and why if it is not what the recipe says. */
export interface SettledPrecision {
	readonly recipe: ResolvedRecipe;
	/** Null if it was not measured. */
	readonly rounding: Rounding | null;
	readonly notes: readonly string[];
}

/**
 * A recipe of precision int8 keeps it if the model can be rotated and rounding changes it by no more than the bound;
 * otherwise it becomes `mixed`. A recipe of int4 keeps it, with a note if rounding changes the model much. `rows`: what rounding is
 * measured on. Throws `recipe` if the model cannot be rotated and int4, or samples in int8, are asked for.
 */
export async function settlePrecision(
	recipe: ResolvedRecipe,
	model: ShapedModel,
	engine: Engine,
	rows: () => Promise<readonly Example[]>,
): Promise<SettledPrecision> {
	const { precision } = recipe;
	const rounded = isRounded(precision) ? precision : "int8";
	const measure = engine.measureRounding?.(model, rounded);
	const { family } = model.architecture;
	if (measure === null) {
		refuseSampling(recipe, model);
		if (precision === "int4") refuseFourBits(family);
	}
	if (!isRounded(precision) || measure === undefined)
		return { recipe, rounding: null, notes: [] };
	if (measure === null) {
		const why = `int8 needs a model whose features can be rotated, and the layers of ${family} do not allow it`;
		return inMixed(recipe, null, why);
	}
	const measured = await rows();
	if (measured.length === 0) {
		const why = `how much ${precision} changes this model was not measured, because no row of the general probe set fits its context window`;
		if (precision === "int8") return inMixed(recipe, null, why);
		const note = `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`;
		return { recipe, rounding: null, notes: [note] };
	}
	const rounding = await roundingOf(recipe.model, measured, {
		...{ precision, measure: () => measure(measured) },
	});
	return precision === "int8"
		? inEightBits(recipe, rounding)
		: {
				...{ recipe, rounding },
				notes: [...blockNotes(recipe.model, model), ...fourBitNotes(rounding)],
			};
}

/** What int4 makes of the blocks of a GGUF file. */
function blockNotes(folder: string, model: ShapedModel): string[] {
	if (isInBlocks(model)) {
		const formats = blockFormatsOf(model).join(", ");
		return [
			`int4 holds the frozen weights as the GGUF file does (${formats}) and rounds nothing.`,
		];
	}
	const format = fewBitFormat(folder);
	if (format === null) return [];
	const other = /Q(4_[01]|8_0)/i.test(format)
		? "Pull the GGUF file again to keep them"
		: "Files in which all linear layers are Q4_0, Q4_1 or Q8_0 keep theirs";
	return [
		`The blocks of the GGUF file (${format}) were not kept, so int4 rounds the weights a second time. ${other}.`,
	];
}

function inMixed(
	recipe: ResolvedRecipe,
	rounding: Rounding | null,
	why: string,
): SettledPrecision {
	const note = `The run computes in mixed precision, not in int8: ${why}.`;
	return { recipe: { ...recipe, precision: "mixed" }, rounding, notes: [note] };
}

/** `0.020 nats per token (KL from float32 on 3 tokens)`. */
const nats = ({ kl, tokens }: Rounding) =>
	`${kl.toPrecision(2)} nats per token (KL from float32 on ${tokens} tokens)`;

function inEightBits(
	recipe: ResolvedRecipe,
	rounding: Rounding,
): SettledPrecision {
	if (rounding.kl <= largestRounding) return { recipe, rounding, notes: [] };
	const why = `int8 would change this model by ${nats(rounding)}, which is above the limit of ${largestRounding}`;
	return inMixed(recipe, rounding, why);
}

function fourBitNotes(rounding: Rounding): string[] {
	if (rounding.kl <= noteworthyRounding) return [];
	return [
		`int4 changes this model by ${nats(rounding)} before it is trained, which is more than ${noteworthyRounding}: every loss of the run is that of the rounded model, and the adapter is trained for it. If memory allows, take int8.`,
	];
}

function refuseFourBits(family: string): never {
	refuse(
		"precision",
		`float32 or mixed for a model of the family ${family}, which cannot be rotated`,
		"int4",
		"Leave this key out to train in mixed precision.",
	);
}
