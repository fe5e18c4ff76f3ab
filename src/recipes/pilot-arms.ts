import { basename, isAbsolute } from "node:path";
import { TemperError } from "../core/error.ts";
import { isRecord } from "./parse/is-record.ts";
import { mergeRecipes } from "./parse/merge-recipes.ts";
import { nearest } from "./parse/nearest.ts";
import { objectiveKinds } from "./schemas/objective-options.ts";

type Parts = Readonly<Record<string, unknown>>;

/** An arm as its file names it: what it says otherwise than the others. */
export interface NamedParts {
	readonly name: string;
	readonly parts: Parts;
	/** Its learning rates, unchecked; undefined: the pilot's. */
	readonly learningRates: unknown;
	/** The model that it is measured from, if it names one. */
	readonly base: string | null;
	/** The arm of which this is one beta of several; null for an arm that is compared whatever it scores. */
	readonly family: string | null;
	/** Its place in the file's list; null if the file lists none. */
	readonly place: number;
}

/** Arms for which a name is enough, in addition to those that are named for their objective. */
const usualArms: Readonly<Record<string, Parts>> = {
	leash: { objective: "sft", leash: { kl: 0.05 } },
};

/** What is the same in all runs of a pilot, or the pilot's own. */
const shared = ["seed", "out", "extends"];

/** Most arms of one pilot. */
const most = 64;

function reject(where: string, expected: string, found: unknown): never {
	const shown = typeof found === "string" ? found : JSON.stringify(found);
	throw new TemperError("recipe", { where, expected, found: shown });
}

/** Arms by name, with `vary` written out. `locate` gives the place of an arm. Throws `recipe`. */
export function namedArms(
	arms: readonly (string | Parts)[],
	locate: (path: readonly PropertyKey[]) => string,
): NamedParts[] {
	const named = arms.flatMap((arm, place) => {
		const where = `${locate(["arms", place])}: arms.${place}`;
		return typeof arm === "string"
			? [usualArm(arm, place, where)]
			: varied(arm, place, where);
	});
	const names = new Map<string, number>();
	for (const { name, place } of named) {
		const where = `${locate(["arms", place])}: arms.${place}`;
		const slug = slugOf(name);
		if (slug === "" || slug === "base")
			reject(where, 'a name with letters or digits, other than "base"', name);
		if (names.has(slug)) reject(where, "names that differ", name);
		names.set(slug, place);
	}
	if (named.length > most)
		reject(locate(["arms"]), `at most ${most} arms`, String(named.length));
	return named;
}

/** The name of an arm's folder. */
export function slugOf(name: string): string {
	return name
		.toLowerCase()
		.replaceAll(/[^a-z0-9.]+/g, "-")
		.replaceAll(/^[-.]+|[-.]+$/g, "");
}

function usualArm(name: string, place: number, where: string): NamedParts {
	const kinds: readonly string[] = objectiveKinds();
	const parts =
		usualArms[name] ?? (kinds.includes(name) ? { objective: name } : null);
	if (parts) {
		const shared = { learningRates: undefined, base: null, family: null };
		return { name, parts, place, ...shared };
	}
	const known = [...Object.keys(usualArms), ...kinds];
	const near = nearest(name, known);
	throw new TemperError("recipe", {
		where,
		expected: `an arm by name (${known.join(", ")}), or keys of a recipe with a name`,
		found: JSON.stringify(name),
		...(near === null ? {} : { hint: `Did you mean ${near}?` }),
	});
}

/** One arm for each combination of what `vary` lists, or one alone. */
function varied(arm: Parts, place: number, where: string): NamedParts[] {
	const { name, vary, betas, learningRates, base = null, ...parts } = arm;
	if (typeof name !== "string" || name === "")
		return reject(
			where,
			"a name of the arm, as name: minor 0.1",
			name ?? "none",
		);
	const alien = Object.keys(parts).find((key) => shared.includes(key));
	if (alien !== undefined)
		reject(where, "keys in which arms may differ", alien);
	if (base !== null && (typeof base !== "string" || base === ""))
		reject(
			`${where}.base`,
			"a model folder or the name of a pulled model, from which the arm is measured",
			base,
		);
	const alone = { name, parts, learningRates, base, family: null, place };
	if (betas !== undefined && vary !== undefined)
		reject(where, "vary or betas, not both", name);
	if (betas !== undefined) return ofBetas(alone, betas, where);
	const whole: NamedParts = alone;
	if (vary === undefined) return [whole];
	if (!isRecord(vary)) return reject(where, "vary: { a.b: [1, 2] }", vary);
	return Object.entries(vary).reduce<NamedParts[]>(
		(all, [key, values]) => {
			if (!Array.isArray(values) || values.length === 0)
				return reject(`${where}.vary.${key}`, "a list of values", values);
			return all.flatMap((one) =>
				values.map((value: unknown) => ({
					...one,
					name: `${one.name} ${key.split(".").at(-1)} ${wordOf(value)}`,
					parts: mergeRecipes(one.parts, nestedValue(key, value)) as Parts,
				})),
			);
		},
		[whole],
	);
}

/** A value in the name of an arm: of a path, which has become absolute, its last part. */
function wordOf(value: unknown): string {
	if (typeof value === "string" && isAbsolute(value)) return basename(value);
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One arm for each beta, of which halving leaves one. */
function ofBetas(arm: NamedParts, betas: unknown, where: string): NamedParts[] {
	const isBeta = (one: unknown) => typeof one === "number" && one > 0;
	if (!Array.isArray(betas) || betas.length < 2 || !betas.every(isBeta))
		return reject(`${where}.betas`, "a list of two betas or more", betas);
	return betas.map((beta: number) => ({
		...arm,
		family: arm.name,
		name: `${arm.name} beta ${beta}`,
		parts: withBeta(arm.parts, beta),
	}));
}

/** Of several stages, a beta is that of the last one. */
function withBeta(parts: Parts, beta: number): Parts {
	const over = { objective: { beta } };
	const { stages } = parts;
	if (!Array.isArray(stages) || stages.length === 0)
		return mergeRecipes(parts, over) as Parts;
	const last = mergeRecipes(stages.at(-1), over);
	return { ...parts, stages: [...stages.slice(0, -1), last] };
}

/** `{ a: { b: value } }` of `a.b`. */
export function nestedValue(key: string, value: unknown): unknown {
	return key
		.split(".")
		.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

/** `minor-sft, beta 0.1`: what an arm is, for people. */
export function describeArm(parts: Parts): string {
	return [...words(parts, "")].join(", ");
}

function* words(parts: Parts, above: string): Generator<string> {
	for (const [key, value] of Object.entries(parts)) {
		const name = above === "" ? key : `${above} ${key}`;
		if (key === "stages" && Array.isArray(value)) {
			yield* stageWords(value);
			continue;
		}
		if (key === "objective" && typeof value === "string") yield value;
		else if (key === "objective" && isRecord(value)) yield* words(value, "");
		else if (isRecord(value)) yield* words(value, name);
		else if (key === "kind")
			yield above === "" ? String(value) : `${above} ${value}`;
		else yield `${name} ${wordOf(value)}`;
	}
}

/** `stage 1: sft, stage 2: dpo, beta 0.2`. */
function* stageWords(stages: readonly unknown[]): Generator<string> {
	for (const [i, stage] of stages.entries()) {
		const [first, ...others] = isRecord(stage) ? words(stage, "") : [];
		yield `stage ${i + 1}${first === undefined ? "" : `: ${first}`}`;
		yield* others;
	}
}
