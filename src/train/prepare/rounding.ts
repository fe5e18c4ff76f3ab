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
import { refuse } from "../../recipes/resolve/refuse.ts";
import type { ResolvedRecipe } from "../../recipes/resolve/resolve-recipe.ts";
import { samplingOf } from "../../recipes/resolve/row-origin.ts";
import { readEvents } from "../../runs/event-log.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import { eventsPath } from "../../runs/folder/run-manifest.ts";

/** How far a model in 8 bits is from the same model in float32. */
export interface Rounding {
	/** KL(float32 || int8) in nats per token, mean over the tokens. */
	readonly kl: number;
	/** Supervised tokens of the rows on which it was measured. */
	readonly tokens: number;
}

/** Nats per token up to which a run computes in int8. */
export const largestRounding = 0.01;

/** A change of how models are rotated or rounded, which makes what was measured before worthless. */
const method = "rotated 1";

/**
 * The rounding of a model on some rows. It is kept on disk under a hash of weights, rows and processor, whose instructions
 * may saturate, so that it is measured once. Throws `disk` if it cannot be kept.
 */
export async function roundingOf(
	folder: string,
	rows: readonly Example[],
	measure: () => Promise<readonly Float32Array[]>,
): Promise<Rounding> {
	const weights = await weightsHash(folder);
	const key = createHash("sha256")
		.update([method, cpus()[0]?.model, weights].join(" "))
		.update(hashExamples(rows))
		.digest("hex");
	const path = join(cacheFolder("rounding"), `${key}.json`);
	const kept = await readKept(path);
	if (kept) return kept;
	const kl = await measure();
	const tokens = kl.reduce((sum, { length }) => sum + length, 0);
	const total = kl.reduce(
		(sum, values) => values.reduce((s, x) => s + x, sum),
		0,
	);
	const found = { kl: total / tokens, tokens };
	await keep(path, JSON.stringify(found));
	return found;
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
async function readKept(path: string): Promise<Rounding | null> {
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
 * otherwise it becomes `mixed`. `rows`: what rounding is measured on. Throws `recipe` if samples in int8 are asked for and
 * the model cannot be rotated.
 */
export async function settlePrecision(
	recipe: ResolvedRecipe,
	model: ShapedModel,
	engine: Engine,
	rows: () => Promise<readonly Example[]>,
): Promise<SettledPrecision> {
	const measure = engine.measureRounding?.(model);
	if (measure === null) refuseSampling(recipe, model);
	if (recipe.precision !== "int8" || measure === undefined)
		return { recipe, rounding: null, notes: [] };
	const { family } = model.architecture;
	const mixed = { ...recipe, precision: "mixed" } as const;
	if (measure === null) {
		const note = `The run computes in mixed precision, not in int8: int8 needs a model whose features can be rotated, and the layers of ${family} do not allow it.`;
		return { recipe: mixed, rounding: null, notes: [note] };
	}
	const measured = await rows();
	if (measured.length === 0) {
		const note =
			"The run computes in mixed precision, not in int8: how much int8 changes this model was not measured, because no row of the general probe set fits its context window.";
		return { recipe: mixed, rounding: null, notes: [note] };
	}
	const rounding = await roundingOf(recipe.model, measured, () =>
		measure(measured),
	);
	if (rounding.kl <= largestRounding) return { recipe, rounding, notes: [] };
	const note = `The run computes in mixed precision, not in int8: int8 would change this model by ${rounding.kl.toPrecision(2)} nats per token (KL from float32 on ${rounding.tokens} tokens), which is above the limit of ${largestRounding}.`;
	return { recipe: mixed, rounding, notes: [note] };
}
