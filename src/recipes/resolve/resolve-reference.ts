import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { placesOf } from "../../runs/folder/places.ts";
import { runFiles } from "../../runs/folder/run-files.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";
import { modelFolder } from "../locate/model-folder.ts";
import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";
import type { OwnReference } from "../schemas/reference-schema.ts";
import { objectiveOf } from "./objective-of.ts";

const where = "objective.reference";

/** The objective with its own reference's folders found. Throws `recipe` for a reference that is none or is not read. */
export function resolveReference(objective: ObjectiveRecipe): ObjectiveRecipe {
	if (!("reference" in objective) || objective.reference === null)
		return objective;
	const { kind, reference } = objective;
	if (objectiveOf(objective).needs.reference !== "tokens")
		throw new TemperError("recipe", {
			where,
			expected: `objective.beta above 0, because ${kind} reads a reference only then`,
			found: "0",
		});
	return { ...objective, reference: foldersOf(reference) };
}

/** The reference that a resolved recipe names; null if it is the model at the start of the stage. */
export function ownReference(objective: ObjectiveRecipe): OwnReference | null {
	if (!("reference" in objective)) return null;
	const { reference } = objective;
	return typeof reference === "string" ? foldersOf(reference) : reference;
}

function foldersOf(reference: string | OwnReference): OwnReference {
	if (typeof reference === "string")
		return isRun(reference)
			? outcomeOf(resolve(reference))
			: { model: resolve(modelFolder(reference, where)), adapter: null };
	const model = resolve(modelFolder(reference.model, `${where}.model`));
	const { adapter } = reference;
	if (adapter !== null && !existsSync(join(adapter, "adapter_config.json")))
		throw new TemperError("recipe", {
			where: `${where}.adapter`,
			expected: "a folder with adapter_config.json",
			found: adapter,
		});
	return { model, adapter: adapter && resolve(adapter) };
}

function isRun(path: string): boolean {
	return [runFiles.manifest, runFiles.stages].some((name) =>
		existsSync(join(path, name)),
	);
}

/** What a run made. An adapter belongs to the model that its run was trained from. */
function outcomeOf(path: string): OwnReference {
	const run = lastStage(path);
	const model = join(run, "model");
	if (existsSync(model)) return { model, adapter: null };
	const adapter = join(run, "adapter");
	if (existsSync(adapter))
		return { model: resolve(modelFolder(baseOf(run), where)), adapter };
	throw new TemperError("recipe", {
		where,
		expected: "a finished run, with model/ or adapter/ in it",
		found: `${path} with neither`,
		hint: `Continue it: npx temper-lm runs resume ${path}`,
	});
}

/** The run of the last stage of a run of several; any other run as it is. */
function lastStage(path: string): string {
	const stages = join(path, "stages");
	if (!existsSync(stages)) return path;
	const number = (name: string) => Number.parseInt(name, 10);
	const names = readdirSync(stages).filter((name) => number(name) > 0);
	const last = names.sort((a, b) => number(a) - number(b)).at(-1);
	return last === undefined ? path : join(stages, last);
}

/** The folder of the model that a run was made from, where it was or where it is if both moved together. */
function baseOf(run: string): string {
	try {
		const text = readFileSync(join(run, runFiles.manifest), "utf8");
		const { recipe, inputs } = JSON.parse(text) as RunManifest;
		const { model, out } = recipe as Record<string, unknown>;
		const input = inputs.find(({ path }) => path === model);
		const places = input ? placesOf(input, run, String(out)) : [];
		return places.find((place) => existsSync(place)) ?? String(model);
	} catch (cause) {
		throw new TemperError("recipe", {
			...{ where, expected: "a run whose manifest can be read", found: run },
			cause,
		});
	}
}
