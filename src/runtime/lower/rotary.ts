import type { NodeOf, Value } from "../../graph/graph.ts";
import type { Lowering } from "./elementwise.ts";
import type { Emitter } from "./emitter.ts";

/** Each token is a row of one step, so that the table need not be as long as the packed batch. */
export const rotary: Lowering<"rotary"> = (e, node) => {
	const { heads, headDim, inverse } = node.attributes;
	if (e.fewRows && e.device === "cpu" && !inverse) {
		rotaryOfFew(e, node);
		return;
	}
	const [x, positions, cos, sin] = e.names(node.inputs);
	const steps = e.op("Reshape", [x, e.integers(-1, 1, heads * headDim)]);
	const wide = e.op("Cast", [positions], { to: 7 });
	const where = e.op("Reshape", [wide, e.integers(-1, 1)]);
	const table = inverse ? e.op("Neg", [sin]) : sin;
	const turned = e.own("RotaryEmbedding", [steps, where, cos, table], {
		interleaved: 0,
	});
	const target = e.integers(-1, heads * headDim);
	e.op("Reshape", [turned, target], {}, node.outputs[0].name);
};

/** The factor of scores, if these are queries that only attention to a cache reads. */
function scaleOfQueries(e: Emitter, value: Value): number | null {
	const [reader, ...others] = e.readers.get(value) ?? [];
	if (!reader || reader === "output" || others.length > 0) return null;
	if (reader.op !== "cachedAttention" || reader.inputs[0] !== value)
		return null;
	return reader.attributes.scale;
}

/**
 * Few rows: the tokens are the steps of one row, with tables that hold a row for each. Queries take the factor of their scores along, and stay
 * in the shape that the runtime rotates.
 */
function rotaryOfFew(e: Emitter, node: NodeOf<"rotary">): void {
	const { heads, headDim } = node.attributes;
	const [x, positions, cos, sin] = e.names(node.inputs);
	const [result] = node.outputs;
	const scale = scaleOfQueries(e, result);
	const tables = [cos, sin].map((table) => {
		const rows = e.once(`${table} at ${positions}`, () =>
			e.op("Gather", [table, positions], { axis: 0 }),
		);
		if (scale === null) return rows;
		return e.once(`${rows} times ${scale}`, () =>
			e.op("Mul", [rows, e.scalar(scale)]),
		);
	});
	const width = heads * headDim;
	const steps = e.op("Reshape", [x, e.integers(1, -1, width)]);
	const inputs = [steps, e.integers(0), ...tables];
	const turned = e.own("RotaryEmbedding", inputs, { interleaved: 0 });
	if (scale === null) {
		e.op("Reshape", [turned, e.integers(-1, width)], {}, result.name);
		return;
	}
	e.alias(result, turned);
	e.scaledQueries.add(turned);
}
