import { isAbsolute, relative, resolve, sep } from "node:path";
import { hashInputs, type InputHash } from "./inputs.ts";

/** An input of a run with the ways to find it again after its folder was renamed, moved or copied to another machine. */
export interface RunInput extends InputHash {
	/** The path from the run folder, with `/`; null if there is none, as between drives. */
	readonly fromRun?: string | null;
	/** The path from the folder in which the command was started. */
	readonly fromProject?: string | null;
}

function pathFrom(folder: string, path: string): string | null {
	const way = relative(folder, path);
	return isAbsolute(way) ? null : way.split(sep).join("/");
}

/** Adds to inputs how they are reached from the run folder and from the working folder. */
export function withPlaces(
	inputs: readonly InputHash[],
	run: string,
): RunInput[] {
	return inputs.map(({ path, bytes, sha256 }) => ({
		...{ path, bytes, sha256 },
		fromRun: pathFrom(resolve(run), path),
		fromProject: pathFrom(process.cwd(), path),
	}));
}

/**
 * Where an input may be now, most likely first: where it was, then where it is if run and input moved together.
 * `before` is where the run was made, for runs that kept absolute paths alone.
 */
export function placesOf(
	{ path, fromRun, fromProject }: RunInput,
	run: string,
	before: string | null = null,
): string[] {
	const way =
		fromRun === undefined && before !== null ? pathFrom(before, path) : fromRun;
	const from = (folder: string, step: string | null | undefined) =>
		typeof step === "string" ? [resolve(folder, step)] : [];
	return [
		...new Set([path, ...from(run, way), ...from(process.cwd(), fromProject)]),
	];
}

/** What stands at the first place that holds the right bytes, and what the others hold: nothing, or other bytes. */
export interface FoundInput {
	readonly found: InputHash | null;
	readonly others: readonly {
		readonly path: string;
		readonly there: boolean;
	}[];
}

/** Looks for an input by its hash. */
export async function findInput(
	{ sha256 }: Pick<InputHash, "sha256">,
	places: readonly string[],
): Promise<FoundInput> {
	const others: { path: string; there: boolean }[] = [];
	for (const path of places) {
		const now = await hashOf(path);
		if (now?.sha256 === sha256) return { found: now, others };
		others.push({ path, there: now !== null });
	}
	return { found: null, others };
}

/** Null for what cannot be read, as it is not there. */
async function hashOf(path: string): Promise<InputHash | null> {
	try {
		const [hash] = await hashInputs([path]);
		return hash ?? null;
	} catch {
		return null;
	}
}

/** Paths that changed while the bytes stayed, by the old path. */
export function movesBetween(
	before: readonly InputHash[],
	now: readonly InputHash[],
): ReadonlyMap<string, string> {
	const paths = new Set(now.map(({ path }) => path));
	const moves = new Map<string, string>();
	for (const { path, sha256 } of before) {
		const place = now.find((one) => one.sha256 === sha256);
		if (place && !paths.has(path)) moves.set(path, place.path);
	}
	return moves;
}
