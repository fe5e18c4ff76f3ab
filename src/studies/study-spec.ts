import { TemperError } from "../core/error.ts";
import { readJsonFile } from "../formats/json/json-file.ts";
import { withPaths } from "../recipes/locate/locate-run.ts";
import type { Json } from "../runs/events.ts";
import type { InputHash } from "../runs/folder/inputs.ts";
import { movesBetween } from "../runs/folder/places.ts";
import type { StudyPaths } from "./study-paths.ts";

/** The spec with which a study's folder was started. A study may add keys of its own, which `SpecRules.grows` names. */
export interface StudySpec {
	readonly [key: string]: Json;
	readonly version: 1;
	/** What decides the numbers. Values are plain JSON. */
	readonly settings: Readonly<Record<string, Json>>;
	/** SHA-256 of each task, as `task NAME`, and of files and model folders, by path. */
	readonly inputs: Readonly<Record<string, string>>;
}

/** How a spec may differ from the one with which a folder was started. */
export interface SpecRules {
	/**
	 * Keys to which entries may be added, with the word for one entry: `{ seeds: "seed", arms: "arm" }`. Each key holds a list
	 * or a record. A folder may lack such a key.
	 */
	readonly grows?: Readonly<Record<string, string>>;
	/**
	 * What was meant in folders of earlier versions that lack a key, at any depth: `{ settings: { keep: "all" } }`. For a
	 * record that grows, it applies to each entry: `{ arms: { recipe: { data: { limit: null } } } }`.
	 */
	readonly absent?: Readonly<Record<string, Parts>>;
}

type Parts = Readonly<Record<string, Json>>;
type Rules = Required<SpecRules>;

const taskPrefix = "task ";
const isTask = (input: string) => input.startsWith(taskPrefix);

/** The inputs of a spec. */
export function specInputs(
	tasks: readonly { readonly name: string; readonly hash: string }[],
	inputs: readonly Pick<InputHash, "path" | "sha256">[],
): StudySpec["inputs"] {
	return Object.fromEntries([
		...tasks.map(({ name, hash }) => [`${taskPrefix}${name}`, hash]),
		...inputs.map(({ path, sha256 }) => [path, sha256]),
	]);
}

/** The first key in which two values differ, as `a.b`, with both values; null if they are equal. */
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

function isParts(value: Json | undefined): value is Parts {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: Json | undefined): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** A value with the keys that it was given later, at any depth. */
function filled(value: Json, absent: Json | undefined): Json {
	if (!isParts(value) || !isParts(absent)) return value;
	const later = Object.entries(absent).map(([key, meant]) => {
		const own = value[key];
		return [key, own === undefined ? meant : filled(own, meant)] as const;
	});
	return { ...value, ...Object.fromEntries(later) };
}

/** A record that grows, with each entry filled. */
function filledEntries(value: Json, absent: Parts | undefined): Json {
	if (!isParts(value)) return value;
	const entries = Object.entries(value).map(([name, entry]) => [
		name,
		filled(entry, absent),
	]);
	return Object.fromEntries(entries);
}

/** A spec without the gaps that folders of earlier versions have. */
function withoutGaps(spec: StudySpec, { grows, absent }: Rules): StudySpec {
	const entries = Object.keys(grows).flatMap((key) => {
		const value = spec[key];
		return value === undefined
			? []
			: [[key, filledEntries(value, absent[key])] as const];
	});
	return {
		...spec,
		...Object.fromEntries(entries),
		settings: filled(spec.settings, absent.settings) as Parts,
	};
}

/** A spec with the paths that its files have now, for those that were moved and have the same bytes. */
function afterMove(
	before: StudySpec,
	now: StudySpec,
	{ grows }: Pick<Rules, "grows">,
): StudySpec {
	const hashes = ({ inputs }: StudySpec) =>
		Object.entries(inputs)
			.filter(([name]) => !isTask(name))
			.map(([path, sha256]) => ({ path, sha256, bytes: 0 }));
	const moves = movesBetween(hashes(before), hashes(now));
	const place = (path: string) => moves.get(path) ?? path;
	const moved = Object.keys(grows).flatMap((key) => {
		const value = before[key];
		return value === undefined ? [] : [[key, withPaths(value, place)] as const];
	});
	return {
		...before,
		...Object.fromEntries(moved),
		settings: withPaths(before.settings, place) as Parts,
		inputs: Object.fromEntries(
			Object.entries(before.inputs).map(([name, hash]) => [place(name), hash]),
		),
	};
}

/**
 * Throws `recipe` if a study is not the one with which its folder was started, naming what differs. Entries may have been added
 * to the keys that grow, and files moved.
 */
export function requireSameSpec(
	folder: string,
	begun: StudySpec,
	wanted: StudySpec,
	{ grows = {}, absent = {} }: SpecRules = {},
): void {
	const rules = { grows, absent };
	const now = withoutGaps(wanted, rules);
	const before = afterMove(withoutGaps(begun, rules), now, rules);
	const refuse: Refuse = (where, expected, found) => {
		throw new TemperError("recipe", {
			where,
			expected: `${expected}, as at the start of ${folder}`,
			found,
			hint: `${mayGrow(grows)} name another folder with --out.`,
		});
	};
	for (const [key, word] of Object.entries(grows))
		requireEntries(key, word, before[key], now[key], refuse);
	const differs = firstDifference(before.settings, now.settings, "");
	if (differs) refuse(differs.path, show(differs.a), show(differs.b));
	requireInputs(before.inputs, now.inputs, refuse);
}

type Refuse = (where: string, expected: string, found: string) => never;

function mayGrow(grows: Rules["grows"]): string {
	const keys = Object.keys(grows).toSorted();
	return keys.length === 0
		? "Nothing in it may be changed:"
		: `Only ${keys.join(" and ")} may be added:`;
}

function requireEntries(
	key: string,
	word: string,
	before: Json | undefined,
	now: Json | undefined,
	refuse: Refuse,
): void {
	if (Array.isArray(before)) {
		const found = new Set(
			(Array.isArray(now) ? now : []).map((one) => JSON.stringify(one)),
		);
		const gone = before.find((one) => !found.has(JSON.stringify(one)));
		if (gone !== undefined)
			refuse(key, `${word} ${show(gone)} among them`, show(now));
		return;
	}
	if (!isParts(before)) return;
	const entries = isParts(now) ? now : {};
	for (const [name, entry] of Object.entries(before)) {
		const other = entries[name];
		if (other === undefined)
			refuse(key, `the ${word} ${name}`, Object.keys(entries).join(", "));
		const differs = firstDifference(entry, other, "");
		if (differs)
			refuse(
				`${word} ${name}: ${differs.path}`,
				show(differs.a),
				show(differs.b),
			);
	}
}

function requireInputs(
	before: StudySpec["inputs"],
	now: StudySpec["inputs"],
	refuse: Refuse,
): void {
	const added = Object.keys(now).find(
		(name) => isTask(name) && before[name] === undefined,
	);
	if (added !== undefined)
		refuse(added, "no other tasks than those", "one more");
	for (const [name, hash] of Object.entries(before))
		if (now[name] !== hash)
			refuse(
				name,
				"the same bytes",
				now[name] === undefined ? "that it is gone" : "others",
			);
}

/** The spec with which a study was started. Throws `data`. */
export async function readSpec(
	{ spec: path, named }: Pick<StudyPaths, "spec" | "named">,
	{ grows = {} }: SpecRules = {},
): Promise<StudySpec> {
	const value = await readJsonFile(path, "data");
	const { version, settings, inputs } = value;
	const holds = (one: unknown) => typeof one === "object" && one !== null;
	const entries = Object.keys(grows).map((key) => value[key] ?? {});
	if (version === 1 && [settings, inputs, ...entries].every(holds))
		return value as unknown as StudySpec;
	throw new TemperError("data", {
		where: path,
		expected: `the settings of ${named}, version 1`,
		found: "another format",
	});
}
