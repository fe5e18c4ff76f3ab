import type { DType, StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { type Dim, type Shape, showShape, sizeOf } from "../core/shape.ts";
import type {
	FrozenPrecision,
	Graph,
	Leaf,
	Node,
	Source,
	Value,
} from "./graph.ts";
import type { Activation, OperationName, Operations } from "./operations.ts";
import { at, type Result, type ShapeRule, shapeRules } from "./shape-rules.ts";

const plain = {};

/** Builds a graph, operation by operation. Every method checks shapes at once and returns the new value. */
export class Ops {
	readonly #leaves: Leaf[] = [];
	readonly #nodes: Node[] = [];
	readonly #outputs: Record<string, Value> = {};
	readonly #names = new Set<string>();
	#counter = 0;
	#scope: string | null = null;

	get nodes(): readonly Node[] {
		return this.#nodes;
	}

	/** Nodes that `build` adds belong to the part `scope`. */
	within<T>(scope: string | null, build: () => T): T {
		const outer = this.#scope;
		this.#scope = scope;
		try {
			return build();
		} finally {
			this.#scope = outer;
		}
	}

	input(name: string, shape: Shape, dtype: DType = "float32"): Value {
		return this.#leaf(name, { dtype, shape }, { kind: "input" });
	}

	/** A weight that is read in place from its file; products may hold it in fewer bits. */
	frozen(
		tensor: StoredTensor,
		precision: FrozenPrecision = { direct: 32, transposed: 32 },
	): Value {
		return this.#leaf(
			tensor.name,
			{ dtype: "float32", shape: tensor.shape },
			{ kind: "frozen", tensor, precision },
		);
	}

	constant(
		name: string,
		data: Float32Array | Int32Array,
		shape: Shape = [data.length],
	): Value {
		if (sizeOf(shape) !== data.length)
			throw new TemperError("shape", {
				where: `constant ${name}`,
				expected: `data for ${showShape(shape)}`,
				found: `${data.length} numbers`,
			});
		const dtype = data instanceof Int32Array ? "int32" : "float32";
		return this.#leaf(name, { dtype, shape }, { kind: "constant", data });
	}

	output(name: string, value: Value): void {
		this.#outputs[name] = value;
	}

	/** The graph as it stands; nodes that no output needs are left out. */
	graph(): Graph {
		const needed = new Set<Value>(Object.values(this.#outputs));
		const nodes: Node[] = [];
		for (const node of this.#nodes.toReversed()) {
			if (!node.outputs.some((value) => needed.has(value))) continue;
			nodes.push(node);
			for (const value of node.inputs) needed.add(value);
		}
		const leaves = this.#leaves.filter(({ value }) => needed.has(value));
		return { leaves, nodes: nodes.reverse(), outputs: { ...this.#outputs } };
	}

	/** Adds a node of any kind. The methods below are its typed spellings. */
	emit<K extends OperationName>(
		op: K,
		inputs: readonly Value[],
		attributes: Operations[K],
	): readonly Value[] {
		const rule: ShapeRule<K> = shapeRules[op];
		const outputs = rule(inputs, attributes).map((result) =>
			this.#value(this.#fresh(op), result),
		);
		const node = { op, inputs, outputs, attributes, scope: this.#scope };
		this.#nodes.push(node as unknown as Node);
		return outputs;
	}

	#one<K extends OperationName>(
		op: K,
		inputs: readonly Value[],
		attributes: Operations[K],
	): Value {
		return at(this.emit(op, inputs, attributes), 0);
	}

	add(a: Value, b: Value): Value {
		return this.#one("add", [a, b], plain);
	}
	sub(a: Value, b: Value): Value {
		return this.#one("sub", [a, b], plain);
	}
	mul(a: Value, b: Value): Value {
		return this.#one("mul", [a, b], plain);
	}
	div(a: Value, b: Value): Value {
		return this.#one("div", [a, b], plain);
	}
	maximum(a: Value, b: Value): Value {
		return this.#one("maximum", [a, b], plain);
	}
	greater(a: Value, b: Value): Value {
		return this.#one("greater", [a, b], plain);
	}
	/** scale x + shift */
	affine(x: Value, scale: number, shift = 0): Value {
		return this.#one("affine", [x], { scale, shift });
	}
	neg(x: Value): Value {
		return this.affine(x, -1);
	}
	exp(x: Value): Value {
		return this.#one("exp", [x], plain);
	}
	log(x: Value): Value {
		return this.#one("log", [x], plain);
	}
	sigmoid(x: Value): Value {
		return this.#one("sigmoid", [x], plain);
	}
	softplus(x: Value): Value {
		return this.#one("softplus", [x], plain);
	}
	clamp(x: Value, min: number | null, max: number | null): Value {
		return this.#one("clamp", [x], { min, max });
	}
	activate(x: Value, kind: Activation): Value {
		return this.#one("activate", [x], { kind });
	}
	stopGradient(x: Value): Value {
		return this.#one("stopGradient", [x], plain);
	}
	barrier(x: Value, token: Value): Value {
		return this.#one("barrier", [x, token], plain);
	}
	/** Sum over axes, or over all of them. */
	sum(x: Value, axes = x.shape.map((_, i) => i), keepDims = false): Value {
		return this.#one("sum", [x], { axes, keepDims });
	}
	reshape(x: Value, shape: Shape): Value {
		return this.#one("reshape", [x], { shape });
	}
	concat(parts: readonly Value[], axis: number): Value {
		return parts.length === 1
			? at(parts, 0)
			: this.#one("concat", parts, { axis });
	}
	split(x: Value, axis: number, sizes: readonly number[]): readonly Value[] {
		return sizes.length === 1 ? [x] : this.emit("split", [x], { axis, sizes });
	}
	matmul(
		a: Value,
		b: Value,
		{ transA = false, transB = false, alpha = 1 } = {},
	): Value {
		return this.#one("matmul", [a, b], { transA, transB, alpha });
	}
	/** c + alpha a b */
	addMatmul(
		a: Value,
		b: Value,
		c: Value,
		{ transA = false, transB = false, alpha = 1 } = {},
	): Value {
		return this.#one("addMatmul", [a, b, c], { transA, transB, alpha });
	}
	embed(table: Value, ids: Value): Value {
		return this.#one("embed", [table, ids], plain);
	}
	takeRows(x: Value, index: Value, inverse: Value): Value {
		return this.#one("takeRows", [x, index, inverse], plain);
	}
	rotary(
		x: Value,
		positions: Value,
		tables: { readonly cos: Value; readonly sin: Value },
		attributes: Operations["rotary"],
	): Value {
		const inputs = [x, positions, tables.cos, tables.sin];
		return this.#one("rotary", inputs, attributes);
	}

	#leaf(name: string, result: Result, source: Source): Value {
		if (this.#names.has(name))
			throw new TemperError("internal", {
				where: "graph",
				expected: "each name once",
				found: `${name} twice`,
			});
		const value = this.#value(name, result);
		this.#leaves.push({ value, source });
		return value;
	}

	#value(name: string, result: Result): Value {
		this.#names.add(name);
		return { name, dtype: result.dtype, shape: result.shape };
	}

	#fresh(op: OperationName): string {
		this.#counter++;
		return `${op}.${this.#counter}`;
	}
}

/** Names of sizes are resolved by what is fed; used by the interpreter and by tests. */
export function resolveShape(
	shape: Shape,
	dims: ReadonlyMap<string, number>,
): number[] {
	return shape.map((dim: Dim) => {
		const size = typeof dim === "number" ? dim : dims.get(dim);
		if (size === undefined)
			throw new TemperError("shape", {
				where: `shape ${showShape(shape)}`,
				expected: `a size for ${dim}`,
				found: "none",
			});
		return size;
	});
}
