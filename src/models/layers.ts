import type { Value } from "../graph/graph.ts";
import type { Rows } from "../nn/linear.ts";
import type { Pass } from "../nn/pass.ts";

/** A layer up to its attention, which looks at all tokens; what follows is computed at the rows that are asked for. */
export type Layer = (pass: Pass, x: Value, i: number) => (rows: Rows) => Value;

const everyRow: Rows = (value) => value;

/** Layers one after the other, of which the last is computed at the rows that are asked for. `scope`: the path of a layer. */
export function inLayers(
	pass: Pass,
	embedded: Value,
	count: number,
	scope: (layer: number) => string,
	layer: Layer,
): (rows: Rows) => Value {
	const { ops } = pass.p;
	let x = embedded;
	const last = count - 1;
	for (let i = 0; i < last; i++)
		x = ops.within(scope(i), () => layer(pass, x, i)(everyRow));
	const rest = ops.within(scope(last), () => layer(pass, x, last));
	return (rows) => ops.within(scope(last), () => rest(rows));
}
