import { TemperError } from "../core/error.ts";
import { type Dim, type Shape, sameShape, showShape } from "../core/shape.ts";
import type { Value } from "./graph.ts";

export const showValue = ({ name, shape }: Value): string =>
	`${name} ${showShape(shape)}`;

export function misfit(
	where: string,
	expected: string,
	...found: readonly Value[]
): never {
	throw new TemperError("shape", {
		where,
		expected,
		found: found.map(showValue).join(" and "),
	});
}

/** A value and its expected shape, in which a letter may be any size. */
export type Pattern = readonly [Value, Shape];

/**
 * Compares shapes with patterns in which a letter means one size wherever it is used. Returns what size a letter means.
 * Throws `shape`.
 */
export function matchShapes(
	where: string,
	...patterns: readonly Pattern[]
): (letter: string) => Dim {
	const sizes = new Map<string, Dim>();
	const sizeOf = (dim: Dim) =>
		typeof dim === "number" ? dim : (sizes.get(dim) ?? dim);
	for (const [value, pattern] of patterns) {
		const expected = () => `${value.name} ${showShape(pattern.map(sizeOf))}`;
		if (value.shape.length !== pattern.length) misfit(where, expected(), value);
		pattern.forEach((dim, i) => {
			const found = value.shape[i] as Dim;
			if (typeof dim === "string" && !sizes.has(dim)) sizes.set(dim, found);
			else if (sizeOf(dim) !== found) misfit(where, expected(), value);
		});
	}
	return sizeOf;
}

/** Throws `shape` unless all values have the shape. */
export function expectShape(
	where: string,
	shape: Shape,
	...values: readonly Value[]
): void {
	for (const value of values)
		if (!sameShape(shape, value.shape))
			misfit(where, `${value.name} ${showShape(shape)}`, value);
}

/** The size along an axis. Throws `shape` if there is no such axis. */
export function along(where: string, x: Value, axis: number): Dim {
	return x.shape[axis] ?? misfit(where, `an axis ${axis}`, x);
}
