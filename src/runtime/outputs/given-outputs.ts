import type { DType } from "../../core/dtype.ts";
import type { Shape } from "../../core/shape.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Buffer, Buffers } from "../../graph/session.ts";

/**
 * The first output of every graph on the CPU, a list of tensors. The binding (1.30) writes outputs into given arrays and then copies each of them
 * into a new array for its result, which doubles the memory of gradients. It turns outputs into results in order, and it refuses lists.
 * A run whose outputs all have arrays asks for this one too: it ends with that error, everything is written, and
 * nothing is copied. `endOfOutputs` finds out whether the installed binding does so.
 */
export const endOutput = "end of outputs";

interface PortShape {
	readonly name: string;
	readonly dtype: DType;
	readonly shape: Shape;
}

/** Shapes of a graph's inputs and outputs, as plain values that another thread can be sent. */
export interface PortShapes {
	readonly inputs: readonly PortShape[];
	readonly outputs: readonly PortShape[];
}

export function portShapes({
	leaves,
	outputs,
}: Pick<Graph, "leaves" | "outputs">): PortShapes {
	return {
		inputs: leaves
			.filter(({ source }) => source.kind === "input")
			.map(({ value: { name, dtype, shape } }) => ({ name, dtype, shape })),
		outputs: Object.entries(outputs).map(([name, { dtype, shape }]) => ({
			...{ name, dtype, shape },
		})),
	};
}

/** Shapes of a graph's inputs and outputs, whose symbols the arrays of a run give values. */
export class OutputShapes {
	readonly #inputs: PortShapes["inputs"];
	readonly #outputs: PortShapes["outputs"];

	constructor({ inputs, outputs }: PortShapes) {
		this.#inputs = inputs;
		this.#outputs = outputs;
	}

	/** An array for every output: the given one, or a new one. Null if the size of an output cannot be told before the run. */
	arrays(feeds: Buffers, into: Buffers): Record<string, Buffer> | null {
		const sizes = this.#sizes(feeds);
		const arrays: Record<string, Buffer> = {};
		for (const { name, dtype, shape } of this.#outputs) {
			const dims = shape.map((dim) =>
				typeof dim === "number" ? dim : sizes.get(dim),
			);
			const known = dims.filter((dim) => dim !== undefined);
			if (known.length < dims.length) return null;
			const length = known.reduce((product, dim) => product * dim, 1);
			const Typed = dtype === "int32" ? Int32Array : Float32Array;
			arrays[name] = into[name] ?? { data: new Typed(length), dims: known };
		}
		return arrays;
	}

	#sizes(feeds: Buffers): ReadonlyMap<string, number> {
		const sizes = new Map<string, number>();
		for (const { name, shape } of this.#inputs)
			shape.forEach((dim, axis) => {
				const size = feeds[name]?.dims[axis];
				if (typeof dim === "string" && size !== undefined) sizes.set(dim, size);
			});
		return sizes;
	}
}
