import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { Json } from "../../runs/events.ts";
import { hashInputs, type InputHash } from "../../runs/folder/inputs.ts";
import {
	type FoundInput,
	findInput,
	placesOf,
	type RunInput,
} from "../../runs/folder/places.ts";
import type { RunManifest } from "../../runs/folder/run-manifest.ts";
import { generalProbePath } from "../general-probe.ts";
import { isRecord } from "../parse/is-record.ts";
import { modelCache, modelFolder } from "./model-folder.ts";

/** What a person says about where the inputs of a run are now. */
export interface GivenPlaces {
	/** The run's model: a folder or the name of a pulled model. */
	readonly model?: string | undefined;
	/** Files of rows, or folders that hold them. */
	readonly data?: readonly string[] | undefined;
}

export interface LocateOptions extends GivenPlaces {
	/** Whether an input that is nowhere keeps the path that it had. */
	readonly lenient?: boolean;
	/** Whether `data` may name rows that are not the run's, as those of another stage. */
	readonly dataOfOthers?: boolean;
	/** Inputs that may have other bytes than before, by their recorded paths. */
	readonly mayDiffer?: ReadonlySet<string>;
	/** The advice about an input with other bytes; null for the usual one. */
	readonly hintFor?: (path: string) => string | null;
}

/** A run's recipe and inputs, with the paths that they have now. */
export interface LocatedRun {
	readonly recipe: Json;
	readonly inputs: readonly InputHash[];
}

type Run = Pick<RunManifest, "recipe" | "inputs">;

const field = (recipe: Json, key: string): string | null => {
	const value = isRecord(recipe) ? recipe[key] : null;
	return typeof value === "string" ? value : null;
};

/** Models of the cache and the probe set of the package are in other folders on another machine. */
function homesOf(path: string): string[] {
	const cached = /[\\/]temper[\\/]models[\\/](.+)$/.exec(path)?.[1];
	return [
		...(cached === undefined ? [] : [join(modelCache(), cached)]),
		...(basename(path) === basename(generalProbePath)
			? [generalProbePath]
			: []),
	];
}

/**
 * Files that a person named, by what they hold. Throws `data` for a file that the run was not made from, and for a folder
 * that holds none of its files.
 */
async function givenFiles(
	run: string,
	data: readonly string[],
	inputs: readonly InputHash[],
	ofOthers: boolean,
): Promise<Map<string, InputHash>> {
	const files = new Map<string, InputHash>();
	for (const given of data) {
		const isFolder = existsSync(given) && statSync(given).isDirectory();
		const names = new Set(inputs.map(({ path }) => basename(path)));
		const paths = isFolder
			? [...names].map((name) => join(given, name)).filter(existsSync)
			: [given];
		const hashes = await hashInputs(paths.map((path) => resolve(path)));
		const own = hashes.filter(({ sha256 }) =>
			inputs.some((input) => input.sha256 === sha256),
		);
		for (const hash of own) files.set(hash.sha256, hash);
		if (own.length > 0 || ofOthers) continue;
		throw new TemperError("data", {
			where: `--data ${given}`,
			expected: isFolder
				? `a folder with rows that ${run} was made from`
				: `rows that ${run} was made from`,
			found: paths.length === 0 ? "no file of that name" : "other bytes",
		});
	}
	return files;
}

/**
 * Finds every input of a run by its hash: where it was, where it is if it moved together with the run or the working
 * folder, or where a person says. Throws `data` for an input that is at none of these places, or has other bytes.
 */
export async function locateRun(
	path: string,
	{ recipe, inputs }: Run,
	options: LocateOptions = {},
): Promise<LocatedRun> {
	const { data = [], mayDiffer, lenient, dataOfOthers } = options;
	const run = resolve(path);
	const model = field(recipe, "model");
	const given = await givenFiles(path, data, inputs, dataOfOthers ?? false);
	const now = new Map<string, InputHash>();
	for (const input of inputs) {
		const isModel = input.path === model;
		const named =
			isModel && options.model !== undefined
				? await givenModel(input, options.model)
				: given.get(input.sha256);
		if (named) {
			now.set(input.path, named);
			continue;
		}
		const places = placesIn(input, run, recipe);
		const seen = await findInput(input, places);
		const other = mayDiffer?.has(input.path) ? await firstOf(places) : null;
		const found = seen.found ?? other ?? (lenient ? input : null);
		now.set(input.path, found ?? refuseMissing(input, seen, isModel, options));
	}
	return {
		recipe: withPaths(recipe, (old) => now.get(old)?.path ?? old),
		inputs: [...now.values()],
	};
}

function placesIn(input: RunInput, run: string, recipe: Json): string[] {
	const before = field(recipe, "out");
	return [...placesOf(input, run, before), ...homesOf(input.path)];
}

/** The folder of the model that a run was made from. Throws `data` as `locateRun` does. */
export async function locateModel(
	path: string,
	{ recipe, inputs }: Run,
	given: string | undefined,
	key: "model" | "base" = "model",
): Promise<string> {
	const name = field(recipe, key) ?? field(recipe, "model") ?? "";
	const input = inputs.find((one) => one.path === name);
	const places = placesIn(
		input ?? { path: name, bytes: 0, sha256: "" },
		resolve(path),
		recipe,
	);
	if (input === undefined) {
		// A run whose inputs were not hashed.
		if (given !== undefined) return modelFolder(given, "--model");
		const there = places.find((place) => existsSync(place));
		return modelFolder(there ?? name, `${path}, model`);
	}
	if (given !== undefined) return (await givenModel(input, given)).path;
	const seen = await findInput(input, places);
	return (seen.found ?? refuseMissing(input, seen, true, {})).path;
}

async function givenModel(
	{ path, sha256 }: InputHash,
	given: string,
): Promise<InputHash> {
	const folder = modelFolder(given, "--model");
	const [now] = await hashInputs([resolve(folder)]);
	if (now?.sha256 === sha256) return now;
	throw new TemperError("data", {
		where: `--model ${given}`,
		expected: `the model that the run was made from, as ${path} was`,
		found: "a model folder whose files differ",
		hint: "Give the folder with the same files. To use the adapter with another model, give --model and --adapter without --run.",
	});
}

async function firstOf(places: readonly string[]): Promise<InputHash | null> {
	const place = places.find((one) => existsSync(one));
	return place === undefined ? null : ((await hashInputs([place]))[0] ?? null);
}

function refuseMissing(
	{ path }: InputHash,
	{ others }: FoundInput,
	isModel: boolean,
	{ hintFor = () => null }: LocateOptions,
): never {
	const found = others.map(({ path: place, there }) =>
		there ? `other bytes at ${place}` : `nothing at ${place}`,
	);
	const places = others.length === 1 ? "this place" : "one of these places";
	const usual = isModel
		? `Move it back to ${places}, or give its path with --model.`
		: `Move it back to ${places}, or give its path with --data of npx temper-lm runs resume.`;
	throw new TemperError("data", {
		where: path,
		expected: "the same bytes as when the run began",
		found: found.join(" and "),
		hint: hintFor(path) ?? usual,
	});
}

/** A copy of a recipe in which every path that is a key of the run's inputs is replaced. */
export function withPaths(value: Json, place: (path: string) => string): Json {
	if (typeof value === "string") return place(value);
	if (Array.isArray(value)) return value.map((one) => withPaths(one, place));
	if (value === null || typeof value !== "object") return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [key, withPaths(one, place)]),
	);
}
