import type { ObjectiveRecipe } from "../schemas/objective-schema.ts";
import type { TuneRecipe } from "../schemas/tune-schema.ts";
import { imitation } from "./imitation.ts";
import { preferences } from "./preferences.ts";
import { sampled } from "./sampled.ts";
import type { Setting, TrainingDefaults } from "./setting.ts";

type Kind = ObjectiveRecipe["kind"];

/** A setting for each value, and for each value of a part. */
type SettingsOf<T> = {
	readonly [P in keyof T]: NonNullable<T[P]> extends Record<string, unknown>
		? SettingsOf<NonNullable<T[P]>>
		: Setting<T[P]>;
};

/** Options that a recipe may leave out; a reference is not a value, and a reward must be given. */
type Optional<T> = Omit<T, "kind" | "reference" | "reward">;

/** The defaults of one objective. */
export interface ObjectiveDefaults<K extends Kind = Kind>
	extends TrainingDefaults {
	readonly options: SettingsOf<Optional<Extract<ObjectiveRecipe, { kind: K }>>>;
}

/**
 * The one table of defaults: presets, recipes, arms of pilots, `temper-lm objectives` and the tables of the docs are made
 * from it. An objective or an option without a default does not compile.
 */
export const objectiveDefaults: {
	readonly [K in Kind]: ObjectiveDefaults<K>;
} = { ...imitation, ...preferences, ...sampled };

/** The learning rate of a recipe that names none. */
export function learningRateOf(kind: Kind, tune: TuneRecipe["kind"]): number {
	return objectiveDefaults[kind].learningRate[tune].ours;
}

/** The learning rate of a recipe, or that of its objective if it names none. */
export function usualRate(recipe: {
	readonly optimizer: { readonly learningRate?: number | undefined };
	readonly objective: { readonly kind: Kind };
	readonly tune: { readonly kind: TuneRecipe["kind"] };
}): number {
	const { optimizer, objective, tune } = recipe;
	return optimizer.learningRate ?? learningRateOf(objective.kind, tune.kind);
}

/** A setting with the key that a recipe has for it. */
export interface NamedSetting extends Setting<unknown> {
	/** `objective.beta`; the two learning rates are told apart by what is tuned: `optimizer.learningRate (lora)`. */
	readonly key: string;
}

/** All settings of an objective: its options, then how it is trained. */
export function settingsOf(kind: Kind): NamedSetting[] {
	const { options, learningRate, schedule, rows } = objectiveDefaults[kind];
	return [
		...flat(options, "objective"),
		{ key: "optimizer.learningRate (lora)", ...learningRate.lora },
		...(kind === "reward-model"
			? []
			: [{ key: "optimizer.learningRate (full)", ...learningRate.full }]),
		...flat(schedule, "schedule"),
		{ key: "batch.rows", ...rows },
	];
}

interface Settings {
	readonly [key: string]: Setting<unknown> | Settings;
}

function flat(settings: object, above: string): NamedSetting[] {
	return Object.entries(settings as Settings).flatMap(([name, value]) => {
		const key = `${above}.${name}`;
		return isSetting(value) ? [{ key, ...value }] : flat(value, key);
	});
}

function isSetting(
	value: Setting<unknown> | Settings,
): value is Setting<unknown> {
	return "ours" in value;
}
