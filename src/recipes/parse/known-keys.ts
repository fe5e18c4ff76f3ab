import { z } from "zod";
import { nearest } from "./nearest.ts";

interface KnownKey {
	/** The keys above it, list positions left out: `data.train`. */
	readonly parent: string;
	readonly key: string;
	/** The one `kind` of its part that has it, or null if no kind is asked. */
	readonly kind: string | null;
}

interface JsonSchema {
	readonly properties?: Record<string, JsonSchema & { const?: string }>;
	readonly items?: JsonSchema;
	readonly oneOf?: readonly JsonSchema[];
	readonly anyOf?: readonly JsonSchema[];
}

function* collect(schema: JsonSchema, parent: string): Generator<KnownKey> {
	for (const variant of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
		yield* collect(variant, parent);
	if (schema.items !== undefined) yield* collect(schema.items, parent);
	const kind = schema.properties?.kind?.const ?? null;
	for (const [key, value] of Object.entries(schema.properties ?? {})) {
		yield { parent, key, kind };
		yield* collect(value, parent === "" ? key : `${parent}.${key}`);
	}
}

/** Every key that a schema knows, in any of its variants. */
export function knownKeys(schema: z.ZodType): readonly KnownKey[] {
	return [...collect(z.toJSONSchema(schema) as JsonSchema, "")];
}

/** What to say about a key that is unknown at its place: the nearest one there, or where else it lives. */
export function suggestKey(
	known: readonly KnownKey[],
	parent: string,
	key: string,
	kind: string | null,
): string | null {
	const here = known.filter((one) => one.parent === parent);
	const others = here.filter(
		(one) => kind !== null && one.key === key && one.kind !== kind,
	);
	if (others.length > 0) {
		const names = others.map((one) => one.kind).join(", ");
		return `${key} belongs to ${others.length > 1 ? "kinds" : "kind"} ${names}, not to ${kind}.`;
	}
	const fitting = here.filter(
		(one) => kind === null || one.kind === null || one.kind === kind,
	);
	const near = nearest(
		key,
		fitting.map((one) => one.key),
	);
	if (near !== null) return `Did you mean ${near}?`;
	const word = nearest(
		key,
		known.map((one) => one.key),
	);
	const depth = ({ parent }: KnownKey) => parent.split(".").length;
	const [other] = known
		.filter((one) => one.key === word)
		.sort((a, b) => depth(a) - depth(b));
	if (other !== undefined && word !== "kind")
		return `Did you mean ${other.parent === "" ? "" : `${other.parent}.`}${other.key}?`;
	const names = [...new Set(fitting.map((one) => one.key))];
	return names.length === 0 ? null : `Known here: ${names.join(", ")}.`;
}
