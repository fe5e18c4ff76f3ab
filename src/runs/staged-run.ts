import { cp, mkdir, readFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { TemperError } from "../core/error.ts";
import { readError, writeError } from "../core/file-error.ts";
import { readJsonFile, writeJsonFile } from "../formats/json/json-file.ts";
import { adapterConfigFile } from "../formats/peft/adapter-config.ts";
import type { Json } from "./events.ts";
import { writeHeldFile, writeHeldFolder } from "./folder/held-writes.ts";
import type { InputHash } from "./folder/inputs.ts";
import type { Lease } from "./folder/lease.ts";
import { removeFolderAtomic, removeLeftovers } from "./folder/leftovers.ts";
import { lockFolder, lockName } from "./folder/lock.ts";
import { type RunInput, withPlaces } from "./folder/places.ts";
import { runFiles } from "./folder/run-files.ts";
import { listRuns, namesIn } from "./folder/run-manifest.ts";

/** Whether a folder holds a run of several stages. */
export async function isStaged(path: string): Promise<boolean> {
	return (await namesIn(path)).includes(runFiles.stages);
}

/** The run of one stage, from 0, inside a run of several. */
export function stagePath(root: string, stage: number, kind: string): string {
	return join(resolve(root), "stages", `${stage + 1}-${kind}`);
}

/** The folder whose manifest and outcome are the run's: its own, or its last stage's. */
export async function finalRun(path: string): Promise<string> {
	const root = resolve(path);
	if (!(await isStaged(root))) return root;
	return (await stageRuns(root)).at(-1) ?? root;
}

/** The runs of the stages that were begun, in their order; none for a run of one stage. */
export async function stageRuns(root: string): Promise<string[]> {
	const stages = await listRuns(join(root, "stages"));
	const number = (stage: string) => Number.parseInt(basename(stage), 10);
	return stages.toSorted((a, b) => number(a) - number(b));
}

/**
 * Makes the folder of a run of several stages if need be and keeps other processes out of it until the lease is
 * released. Throws `disk`.
 */
export async function holdStaged(root: string): Promise<Lease> {
	await makeFolder(root);
	return lockFolder(root);
}

async function makeFolder(path: string): Promise<void> {
	try {
		await mkdir(path, { recursive: true });
	} catch (error) {
		throw writeError(error, path);
	}
}

/** Makes a new run of several stages: its folder with the recipes. Throws `disk` if the folder holds anything else. */
export async function createStaged(
	root: string,
	recipes: readonly Json[],
	inputs: readonly InputHash[] = [],
): Promise<void> {
	await makeFolder(root);
	await removeLeftovers(root);
	const inside = (await namesIn(root)).filter((name) => name !== lockName);
	if (inside.length > 0)
		throw new TemperError("disk", {
			where: root,
			expected: "a new or empty folder for the run",
			found: `${inside.length} entries, ${inside[0]} among them`,
			hint: inside.includes(runFiles.stages)
				? `Continue the run with \`npx temper-lm runs resume ${root}\`, or choose another folder.`
				: "Choose another folder.",
		});
	await writeStaged(root, recipes, inputs);
}

/** Writes the recipes of all stages, and what they are made from. Throws `disk`. */
export async function writeStaged(
	root: string,
	stages: readonly Json[],
	inputs: readonly InputHash[],
): Promise<void> {
	const value = { stages, inputs: withPlaces(inputs, root) };
	const text = JSON.stringify(value, null, "\t");
	await writeHeldFile(join(root, runFiles.stages), `${text}\n`);
}

/** What is written about a run of several stages. */
export interface StagedRun {
	/** The recipe of each stage, unchecked. */
	readonly stages: readonly Json[];
	/** What they are made from; empty in runs of earlier versions. */
	readonly inputs: readonly RunInput[];
}

/** Throws `data`. */
export async function readStagedRun(root: string): Promise<StagedRun> {
	const path = join(root, runFiles.stages);
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw readError(error, "data", path, "the stages of a run");
	}
	const staged = stagedIn(text);
	if (staged !== null) return staged;
	throw new TemperError("data", {
		where: path,
		expected: "the stages of a run",
		found: "something else",
	});
}

/** The recipes of a run of several stages, unchecked. Throws `data`. */
export async function readStaged(root: string): Promise<readonly Json[]> {
	return (await readStagedRun(root)).stages;
}

function stagedIn(text: string): StagedRun | null {
	try {
		const { stages, inputs = [] } = JSON.parse(text) as Partial<StagedRun>;
		const isRecipe = (one: Json) => typeof one === "object" && one !== null;
		const isWhole =
			Array.isArray(stages) &&
			stages.every(isRecipe) &&
			Array.isArray(inputs) &&
			inputs.every((one) => typeof one?.path === "string");
		return isWhole ? { stages, inputs } : null;
	} catch {
		return null;
	}
}

/** Puts a stage's `adapter/` or `model/` into the run's own folder. Throws `disk`. */
export async function keepOutcome(root: string, stage: string): Promise<void> {
	await removeLeftovers(root);
	const names = await namesIn(stage);
	for (const name of ["adapter", "model", "reward-model"]) {
		if (!names.includes(name)) continue;
		const target = join(root, name);
		await removeFolderAtomic(target);
		await writeHeldFolder(target, async (temporary) => {
			await cp(join(stage, name), temporary, { recursive: true });
			await renameBase(temporary, join(stage, name));
		});
	}
}

/** An adapter that names its base by the way from its folder names it by another way in a copy. */
async function renameBase(copy: string, original: string): Promise<void> {
	if (!(await namesIn(copy)).includes(adapterConfigFile)) return;
	const path = join(copy, adapterConfigFile);
	const config = await readJsonFile(path, "weights");
	const { base_model_name_or_path: base } = config;
	if (typeof base !== "string" || !base.startsWith(".")) return;
	const way = relative(copy, resolve(original, base)).split(sep).join("/");
	const name = way.startsWith(".") ? way : `./${way}`;
	await writeJsonFile(path, { ...config, base_model_name_or_path: name });
}
