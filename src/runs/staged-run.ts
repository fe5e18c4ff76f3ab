import { cp, mkdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { TemperError } from "../core/error.ts";
import { readError, writeError } from "../formats/file-error.ts";
import { writeFileAtomic, writeFolderAtomic } from "../formats/write-atomic.ts";
import type { Json } from "./events.ts";
import { removeFolderAtomic, removeLeftovers } from "./leftovers.ts";
import { lockFolder, lockName } from "./lock.ts";
import { listRuns, namesIn, runFiles } from "./run-manifest.ts";

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
	const stages = await listRuns(join(root, "stages"));
	const number = (stage: string) => Number.parseInt(basename(stage), 10);
	return stages.sort((a, b) => number(a) - number(b)).at(-1) ?? root;
}

/**
 * Makes the folder of a run of several stages if need be and keeps other processes out of it until the returned function
 * is called. Throws `disk`.
 */
export async function holdStaged(root: string): Promise<() => Promise<void>> {
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
				? `Continue the run with \`temper runs resume ${root}\`, or choose another folder.`
				: "Choose another folder.",
		});
	const text = JSON.stringify({ stages: recipes }, null, "\t");
	await writeFileAtomic(join(root, runFiles.stages), `${text}\n`);
}

/** The recipes of a run of several stages, unchecked. Throws `data`. */
export async function readStaged(root: string): Promise<readonly Json[]> {
	const path = join(root, runFiles.stages);
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		throw readError(error, "data", path, "the stages of a run");
	}
	const stages = stagesIn(text);
	if (stages !== null) return stages;
	throw new TemperError("data", {
		where: path,
		expected: "the stages of a run",
		found: "something else",
	});
}

function stagesIn(text: string): readonly Json[] | null {
	try {
		const { stages } = JSON.parse(text) as { stages?: Json };
		const isRecipe = (one: Json) => typeof one === "object" && one !== null;
		return Array.isArray(stages) && stages.every(isRecipe) ? stages : null;
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
		await writeFolderAtomic(target, async (temporary) => {
			await cp(join(stage, name), temporary, { recursive: true });
		});
	}
}
