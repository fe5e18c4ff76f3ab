import { TemperError } from "./error.ts";

/** A size known when the graph is built, or the name of one that is known when it runs (`"N"`). */
export type Dim = number | string;
export type Shape = readonly Dim[];

export function sameShape(a: Shape, b: Shape): boolean {
	return a.length === b.length && a.every((dim, i) => dim === b[i]);
}

export function showShape(shape: Shape): string {
	return `[${shape.join(", ")}]`;
}

/** Number of elements of a shape without names. Throws `internal` when a name is left. */
export function sizeOf(shape: Shape): number {
	let size = 1;
	for (const dim of shape) {
		if (typeof dim === "string") {
			throw new TemperError("internal", {
				where: `shape ${showShape(shape)}`,
				expected: "every size to be known",
				found: `the name ${dim}`,
			});
		}
		size *= dim;
	}
	return size;
}

/** NumPy broadcasting of two shapes, or null if they do not fit. Equal names match. */
export function broadcastShapes(a: Shape, b: Shape): Shape | null {
	const rank = Math.max(a.length, b.length);
	const out: Dim[] = [];
	for (let i = 0; i < rank; i++) {
		const x = a[a.length - rank + i] ?? 1;
		const y = b[b.length - rank + i] ?? 1;
		if (x === y || y === 1) out.push(x);
		else if (x === 1) out.push(y);
		else return null;
	}
	return out;
}
