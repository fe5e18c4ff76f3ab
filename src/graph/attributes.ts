import type { Shape } from "../core/shape.ts";

/** What an attribute may be: its type, the check of it and the words for it. */
export interface AttributeType<T> {
	readonly accepts: (value: unknown) => value is T;
	readonly expected: string;
}

function attribute<T>(
	expected: string,
	accepts: (value: unknown) => boolean,
): AttributeType<T> {
	return { expected, accepts: accepts as AttributeType<T>["accepts"] };
}

const isInteger = (value: unknown, least: number) =>
	Number.isSafeInteger(value) && (value as number) >= least;

const isList = (value: unknown, accepts: (item: unknown) => boolean) =>
	Array.isArray(value) && value.every(accepts);

export const flag = attribute<boolean>(
	"true or false",
	(value) => typeof value === "boolean",
);

export const finite = attribute<number>("a finite number", Number.isFinite);

export const positive = attribute<number>(
	"a positive number",
	(value) => Number.isFinite(value) && (value as number) > 0,
);

/** How many: at least one. */
export const count = attribute<number>("a positive integer", (value) =>
	isInteger(value, 1),
);

/** A bound, or null for none. */
export const limit = attribute<number | null>(
	"a finite number or null",
	(value) => value === null || Number.isFinite(value),
);

export const axis = attribute<number>("an integer from 0 on", (value) =>
	isInteger(value, 0),
);

export const axes = attribute<readonly number[]>(
	"different integers from 0 on",
	(value) =>
		isList(value, (item) => isInteger(item, 0)) &&
		new Set(value as number[]).size === (value as number[]).length,
);

/** Sizes of parts: at least one part. */
export const sizes = attribute<readonly number[]>(
	"a list of positive integers",
	(value) =>
		isList(value, (item) => isInteger(item, 1)) &&
		(value as number[]).length > 0,
);

/** Each size is a positive integer or a name. */
export const shape = attribute<Shape>("a shape", (value) =>
	isList(value, (item) =>
		typeof item === "string" ? item !== "" : isInteger(item, 1),
	),
);

export function oneOf<const Words extends readonly string[]>(
	...words: Words
): AttributeType<Words[number]> {
	return attribute(`one of ${words.join(", ")}`, (value) =>
		words.includes(value as string),
	);
}
