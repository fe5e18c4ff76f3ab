import { TemperError } from "../../core/error.ts";
import type { Task } from "../../eval/task/task.ts";
import { withPaths } from "../../recipes/locate/locate-run.ts";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import type { Json } from "../../runs/events.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import { movesBetween } from "../../runs/folder/places.ts";
import { sharedGeneral } from "./rows/part-general.ts";

/** What a pilot's folder was begun with, in `pilot.json`. */
export interface PilotSpec {
	readonly version: 1;
	readonly title: string;
	readonly seeds: readonly number[];
	readonly arms: Readonly<Record<string, Json>>;
	/** What else decides the numbers. */
	readonly settings: Readonly<Record<string, Json>>;
	/** SHA-256 of each task and of the rows it reads, and of model and data, by name or path. */
	readonly inputs: Readonly<Record<string, string>>;
}

const taskPrefix = "task ";
const isTask = (input: string) => input.startsWith(taskPrefix);

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

export function specOf(
	pilot: PilotRecipe,
	tasks: readonly Task[],
	inputs: readonly InputHash[],
): PilotSpec {
	const { title, seeds, arms, halving, budget, tuningShare, gate } = pilot;
	const hashes = [
		...tasks.map(({ name, hash }) => [`${taskPrefix}${name}`, hash] as const),
		...inputs.map(({ path, sha256 }) => [path, sha256] as const),
	];
	return {
		version: 1,
		title,
		seeds,
		arms: Object.fromEntries(
			arms.map(({ name, recipe, rates, family }) => [
				name,
				json({ recipe, rates, ...(family !== null && { family }) }),
			]),
		),
		settings: {
			halving: json(halving),
			...{ budget, tuningShare, gate: json(gate) },
			partedGeneral: sharedGeneral(arms),
		},
		inputs: Object.fromEntries(hashes),
	};
}

/** The first key in which two values differ, as `a.b`, with both values; null where they are equal. */
function firstDifference(
	a: Json | undefined,
	b: Json | undefined,
	path: string,
): { path: string; a: Json | undefined; b: Json | undefined } | null {
	if (JSON.stringify(a) === JSON.stringify(b)) return null;
	if (!isParts(a) || !isParts(b)) return { path, a, b };
	for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
		const inner = path === "" ? key : `${path}.${key}`;
		const found = firstDifference(a[key], b[key], inner);
		if (found) return found;
	}
	return null;
}

function isParts(value: Json | undefined): value is { [key: string]: Json } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: Json | undefined): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** A spec with the paths that its files have now, for those that were moved and have the same bytes. */
function afterMove(before: PilotSpec, now: PilotSpec): PilotSpec {
	const hashes = ({ inputs }: PilotSpec) =>
		Object.entries(inputs)
			.filter(([name]) => !isTask(name))
			.map(([path, sha256]) => ({ path, sha256, bytes: 0 }));
	const moves = movesBetween(hashes(before), hashes(now));
	const place = (path: string) => moves.get(path) ?? path;
	return {
		...before,
		arms: withPaths(before.arms, place) as PilotSpec["arms"],
		settings: withPaths(before.settings, place) as PilotSpec["settings"],
		inputs: Object.fromEntries(
			Object.entries(before.inputs).map(([name, hash]) => [place(name), hash]),
		),
	};
}

/**
 * Throws `recipe` where a pilot is not what its folder was begun with, naming what differs. Arms and seeds may have been
 * added, and files moved.
 */
export function requireSameSpec(
	folder: string,
	begun: PilotSpec,
	now: PilotSpec,
): void {
	const before = afterMove(begun, now);
	const refuse = (where: string, expected: string, found: string): never => {
		throw new TemperError("recipe", {
			where,
			expected: `${expected}, with which ${folder} was begun`,
			found,
			hint: "Only arms and seeds may be added: name another folder with --out.",
		});
	};
	const seed = before.seeds.find((one) => !now.seeds.includes(one));
	if (seed !== undefined)
		refuse("seeds", `seed ${seed} among them`, show(json(now.seeds)));
	for (const [name, arm] of Object.entries(before.arms)) {
		const other = now.arms[name];
		if (other === undefined)
			refuse("arms", `the arm ${name}`, Object.keys(now.arms).join(", "));
		const differs = firstDifference(arm, other, "");
		if (differs)
			refuse(`arm ${name}: ${differs.path}`, show(differs.a), show(differs.b));
	}
	const differs = firstDifference(before.settings, now.settings, "");
	if (differs) refuse(differs.path, show(differs.a), show(differs.b));
	const added = Object.keys(now.inputs).find(
		(name) => isTask(name) && before.inputs[name] === undefined,
	);
	if (added !== undefined)
		refuse(added, "no other tasks than those", "one more");
	for (const [name, hash] of Object.entries(before.inputs))
		if (now.inputs[name] !== hash)
			refuse(
				name,
				"the same bytes",
				now.inputs[name] === undefined ? "that it is gone" : "others",
			);
}
