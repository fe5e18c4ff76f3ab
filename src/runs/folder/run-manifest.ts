import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readError } from "../../core/file-error.ts";
import type { Json } from "../events.ts";
import type { Machine, Versions } from "../machine.ts";
import type { InputHash } from "./inputs.ts";
import { refuseMisplaced } from "./misplaced.ts";
import type { RunInput } from "./places.ts";
import { runFiles } from "./run-files.ts";

/** One process that worked on a run: the first is the start, others are resumptions. */
export interface RunSession {
	/** ISO 8601. */
	readonly at: string;
	/** The checkpoint it began from; null: from nothing. */
	readonly fromStep: number | null;
	readonly versions: Versions;
	readonly machine: Machine;
}

/** What a run was made from, in `manifest.json`. */
export interface RunManifest {
	readonly recipe: Json;
	readonly seed: number;
	/** Data and model, each with the ways to find it again. */
	readonly inputs: readonly RunInput[];
	readonly sessions: readonly RunSession[];
}

export function eventsPath(run: string): string {
	return join(run, runFiles.events);
}

function isWhole(manifest: Partial<RunManifest> | null): boolean {
	const { recipe, inputs, sessions } = manifest ?? {};
	const isHash = (input: Partial<InputHash> | null) =>
		typeof input?.path === "string" && typeof input.sha256 === "string";
	return (
		typeof recipe === "object" &&
		recipe !== null &&
		Array.isArray(inputs) &&
		inputs.every(isHash) &&
		Array.isArray(sessions)
	);
}

/** The resolved recipe and the manifest of a run. Throws `data` for a folder that is no run. */
export async function readManifest(run: string): Promise<RunManifest> {
	const path = join(run, runFiles.manifest);
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (error) {
		refuseMisplaced(run, run, "run");
		if (!existsSync(run))
			throw new TemperError("data", {
				where: run,
				expected: "a run folder",
				found: "nothing at this path",
				hint: "npx temper-lm runs list names the runs of a folder.",
			});
		throw readError(error, "data", path, "a run folder, with its manifest");
	}
	const reject = (): never => {
		throw new TemperError("data", {
			where: path,
			expected: "the manifest of a run",
			found: "something else",
		});
	};
	try {
		const manifest = JSON.parse(text) as RunManifest;
		return isWhole(manifest) ? manifest : reject();
	} catch (error) {
		if (error instanceof TemperError) throw error;
		return reject();
	}
}

/** Names in a folder; none if there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
	return readdir(folder).catch(() => []);
}

/** Paths of the runs directly inside a folder, oldest name first; of a run of several stages, those of its stages. */
export async function listRuns(folder: string): Promise<string[]> {
	const runs: string[] = [];
	for (const name of await namesIn(folder)) {
		const path = join(folder, name);
		const inside = await namesIn(path);
		if (inside.includes(runFiles.manifest) && inside.includes(runFiles.recipe))
			runs.push(path);
		else if (inside.includes(runFiles.stages))
			runs.push(...(await listRuns(join(path, "stages"))));
	}
	return runs.sort();
}
