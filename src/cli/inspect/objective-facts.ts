import type { About } from "../../objectives/about/about.ts";
import { abouts } from "../../objectives/about.ts";
import {
	type Needs,
	type RowOrigin,
	rowOrigins,
} from "../../objectives/objective.ts";
import {
	type NamedSetting,
	settingsOf,
} from "../../recipes/defaults/objective-defaults.ts";
import { objectiveOf } from "../../recipes/resolve/objective-of.ts";
import {
	type ObjectiveOption,
	objectiveOptions,
	usualOptions,
} from "../../recipes/schemas/objective-options.ts";
import type { ObjectiveRecipe } from "../../recipes/schemas/objective-schema.ts";

/** All that is known of an objective, from the places that own it. */
export interface ObjectiveFacts extends About {
	readonly kind: ObjectiveRecipe["kind"];
	readonly needs: Needs;
	readonly rows: RowOrigin;
	readonly options: readonly ObjectiveOption[];
	/** What a recipe that names only the objective has: its options, then how it is trained. */
	readonly defaults: readonly NamedSetting[];
}

/** The facts of one kind. Its needs are those that it has with its usual options. */
export function objectiveFacts(kind: ObjectiveRecipe["kind"]): ObjectiveFacts {
	const options = usualOptions(kind) as ObjectiveRecipe;
	const { needs, rows } = objectiveOf(options);
	return {
		kind,
		...abouts[kind],
		...{ needs, rows },
		options: objectiveOptions(kind),
		defaults: settingsOf(kind),
	};
}

/** What rows it reads: how a list of objectives falls into parts. */
export function rowsOf({
	needs: { pairs, labels, answers },
	rows,
}: Pick<ObjectiveFacts, "needs" | "rows">): string {
	if (!answers) return "prompts or demonstrations, and samples of the policy";
	if (rowOrigins[rows].samples)
		return "demonstrations, and samples of the policy";
	if (labels) return "answers with a verdict";
	return pairs ? "pairs" : "demonstrations";
}

/** What it must be given: rows, a reference, options without which it says nothing. */
export function needsOf(facts: ObjectiveFacts): string[] {
	const { needs, options } = facts;
	return [
		rowsOf(facts),
		...referenceOf(needs),
		...options
			.filter(({ usual }) => usual === undefined)
			.map(({ key }) => `objective.${key}`),
	];
}

function referenceOf({ reference, referenceOf: of }: Needs): string[] {
	switch (reference) {
		case "none":
			return [];
		case "tokens":
			return [`the model at the start of the ${of}`];
		case "distribution":
			return [`the model at the start of the ${of}, over its whole vocabulary`];
		default:
			return reference satisfies never;
	}
}
