import { z } from "zod";
import { type ObjectiveRecipe, objectiveSchema } from "./objective-schema.ts";

/** One setting of an objective, as its schema has it. */
export interface ObjectiveOption {
	/** As `--set objective.KEY=value` has it: `beta`, `sampling.topK`. */
	readonly key: string;
	/** What it is if a recipe does not say; undefined if a recipe must. */
	readonly usual: unknown;
	/** What it may be: `a number above 0, up to 1000`. */
	readonly values: string;
	/** What it means. */
	readonly meaning: string;
}

interface JsonSchema {
	readonly type?: string;
	readonly const?: string;
	readonly enum?: readonly string[];
	readonly default?: unknown;
	readonly description?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	readonly exclusiveMinimum?: number;
	readonly exclusiveMaximum?: number;
	readonly properties?: Readonly<Record<string, JsonSchema>>;
	readonly items?: JsonSchema;
	readonly oneOf?: readonly JsonSchema[];
	readonly anyOf?: readonly JsonSchema[];
}

/** Every kind of objective that a recipe may name, in the schema's order. */
export function objectiveKinds(): ObjectiveRecipe["kind"][] {
	return [...variants.keys()];
}

/** The options of a kind, in the schema's order, those of a part after its name: `clip.low`. */
export function objectiveOptions(
	kind: ObjectiveRecipe["kind"],
): ObjectiveOption[] {
	return [...collect(variants.get(kind) ?? {}, "")];
}

/** Options of a kind if a recipe names nothing but the kind; those that have no default are missing. */
export function usualOptions(
	kind: ObjectiveRecipe["kind"],
): Readonly<Record<string, unknown>> {
	return { kind, ...usualOf(variants.get(kind) ?? {}) };
}

const variants = variantsOf(z.toJSONSchema(objectiveSchema) as JsonSchema);

function variantsOf({ oneOf = [] }: JsonSchema) {
	return new Map(
		oneOf.map((variant) => {
			const kind = variant.properties?.kind?.const;
			return [kind as ObjectiveRecipe["kind"], variant];
		}),
	);
}

function* collect(
	{ properties = {} }: JsonSchema,
	parent: string,
): Generator<ObjectiveOption> {
	for (const [name, schema] of Object.entries(properties)) {
		if (parent === "" && name === "kind") continue;
		const key = `${parent}${name}`;
		if (schema.properties !== undefined) yield* collect(schema, `${key}.`);
		else
			yield {
				key,
				usual: schema.default,
				values: valuesOf(schema),
				meaning: schema.description ?? "",
			};
	}
}

function usualOf({ properties = {} }: JsonSchema): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(properties).flatMap(([name, schema]) => {
			if (schema.properties !== undefined) return [[name, usualOf(schema)]];
			return schema.default === undefined ? [] : [[name, schema.default]];
		}),
	);
}

/** Bounds beyond this are no bounds to a reader. */
const unbounded = Number.MAX_SAFE_INTEGER;

function valuesOf(schema: JsonSchema): string {
	const { type, enum: words, anyOf, items } = schema;
	if (words !== undefined) return words.join(", ");
	if (anyOf !== undefined) return anyOf.map(valuesOf).join(", or ");
	switch (type) {
		case "boolean":
			return "true, false";
		case "number":
		case "integer":
			return [
				type === "integer" ? "a whole number" : "a number",
				bounds(schema),
			]
				.filter((word) => word !== "")
				.join(" ");
		case "array":
			return `${kindsOf(items)}, or a list`;
		default:
			return type ?? "";
	}
}

function kindsOf({ oneOf = [] }: JsonSchema = {}): string {
	return oneOf.map(({ properties }) => properties?.kind?.const).join(", ");
}

function bounds(schema: JsonSchema): string {
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
	const words = [
		...(minimum === undefined ? [] : [`from ${minimum}`]),
		...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
		...(maximum === undefined || maximum >= unbounded
			? []
			: [`up to ${maximum}`]),
		...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
	];
	return words.join(" ");
}
