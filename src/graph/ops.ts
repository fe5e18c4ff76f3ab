import type { DType, StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { mapTuple } from "../core/map-tuple.ts";
import { type Dim, type Shape, showShape, sizeOf } from "../core/shape.ts";
import type {
	FrozenTransform,
	Graph,
	Leaf,
	MatrixPrecision,
	Node,
	Source,
	Value,
} from "./graph.ts";
import { inferResults, resultNames } from "./infer-results.ts";
import type {
	Activation,
	Attributes,
	Operands,
	OperationName,
	Results,
} from "./operations.ts";
import { at, type Result } from "./shape-rules.ts";

const plain = {};

/** Builds a graph, operation by operation. Every method checks shapes at once and returns the new value. */
export class Ops {
	readonly #leaves: Leaf[] = [];
	readonly #nodes: Node[] = [];
	readonly #outputs: Record<string, Value> = {};
	readonly #names = new Set<string>();
	readonly #counts = new Map<string, number>();
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
		const source = { kind: "input", precision: null } as const;
		return this.#leaf(name, { dtype, shape }, source);
	}

	/** A matrix that is given at each run and that some products hold in fewer bits. */
	inputMatrix(name: string, shape: Shape, precision: MatrixPrecision): Value {
		const source = { kind: "input", precision } as const;
		return this.#leaf(name, { dtype: "float32", shape }, source);
	}

	/** A weight that is read from its file, as it is or in another basis; products may hold it in fewer bits. */
	frozen(
		tensor: StoredTensor,
		precision: MatrixPrecision = { direct: 32, transposed: 32 },
		transform: FrozenTransform | null = null,
	): Value {
		return this.#leaf(
			tensor.name,
			{ dtype: "float32", shape: tensor.shape },
			{ kind: "frozen", tensor, precision, transform },
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

	/** The graph so far. Nodes and leaves that no output needs are pruned here and nowhere else. */
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
		inputs: Operands<K, Value>,
		attributes: Attributes<K>,
	): Results<K, Value> {
		const name = this.#fresh(op);
		const types: readonly Result[] = inferResults(op, inputs, attributes, name);
		const names = resultNames(op, name, types.length);
		const outputs = types.map((type, i) => this.#value(at(names, i), type));
		const node = { op, inputs, outputs, attributes, scope: this.#scope };
		this.#nodes.push(node as unknown as Node);
		return outputs as unknown as Results<K, Value>;
	}

	add(a: Value, b: Value): Value {
		return this.emit("add", [a, b], plain)[0];
	}
	sub(a: Value, b: Value): Value {
		return this.emit("sub", [a, b], plain)[0];
	}
	mul(a: Value, b: Value): Value {
		return this.emit("mul", [a, b], plain)[0];
	}
	div(a: Value, b: Value): Value {
		return this.emit("div", [a, b], plain)[0];
	}
	maximum(a: Value, b: Value): Value {
		return this.emit("maximum", [a, b], plain)[0];
	}
	greater(a: Value, b: Value): Value {
		return this.emit("greater", [a, b], plain)[0];
	}
	/** scale x + shift */
	affine(x: Value, scale: number, shift = 0): Value {
		return this.emit("affine", [x], { scale, shift })[0];
	}
	neg(x: Value): Value {
		return this.affine(x, -1);
	}
	exp(x: Value): Value {
		return this.emit("exp", [x], plain)[0];
	}
	log(x: Value): Value {
		return this.emit("log", [x], plain)[0];
	}
	sigmoid(x: Value): Value {
		return this.emit("sigmoid", [x], plain)[0];
	}
	softplus(x: Value): Value {
		return this.emit("softplus", [x], plain)[0];
	}
	clamp(x: Value, min: number | null, max: number | null): Value {
		return this.emit("clamp", [x], { min, max })[0];
	}
	activate(x: Value, kind: Activation): Value {
		return this.emit("activate", [x], { kind })[0];
	}
	stopGradient(x: Value): Value {
		return this.emit("stopGradient", [x], plain)[0];
	}
	barrier(x: Value, token: Value): Value {
		return this.emit("barrier", [x, token], plain)[0];
	}
	/** Sum over axes, or over all of them. */
	sum(x: Value, axes = x.shape.map((_, i) => i), keepDims = false): Value {
		return this.emit("sum", [x], { axes, keepDims })[0];
	}
	reshape(x: Value, shape: Shape): Value {
		return this.emit("reshape", [x], { shape })[0];
	}
	/** Of at least one part. */
	concat(parts: readonly Value[], axis: number): Value {
		const first = at(parts, 0);
		const rest = parts.slice(1);
		return rest.length === 0
			? first
			: this.emit("concat", [first, ...rest], { axis })[0];
	}
	/** Into one part for each size. */
	split<const Sizes extends readonly number[]>(
		x: Value,
		axis: number,
		sizes: Sizes,
	): { readonly [I in keyof Sizes]: Value } {
		const parts =
			sizes.length === 1 ? [x] : this.emit("split", [x], { axis, sizes });
		return mapTuple(sizes, (_, i) => at(parts, i));
	}
	matmul(
		a: Value,
		b: Value,
		{ transA = false, transB = false, alpha = 1 } = {},
	): Value {
		return this.emit("matmul", [a, b], { transA, transB, alpha })[0];
	}
	/** c + alpha a b */
	addMatmul(
		a: Value,
		b: Value,
		c: Value,
		{ transA = false, transB = false, alpha = 1 } = {},
	): Value {
		return this.emit("addMatmul", [a, b, c], { transA, transB, alpha })[0];
	}
	/** x R along an axis, or x R^T. */
	rotateBlocks(x: Value, attributes: Attributes<"rotateBlocks">): Value {
		return this.emit("rotateBlocks", [x], attributes)[0];
	}
	embed(table: Value, ids: Value): Value {
		return this.emit("embed", [table, ids], plain)[0];
	}
	takeRows(x: Value, index: Value, inverse: Value): Value {
		return this.emit("takeRows", [x, index, inverse], plain)[0];
	}
	rotary(
		x: Value,
		positions: Value,
		{ cos, sin }: { readonly cos: Value; readonly sin: Value },
		attributes: Attributes<"rotary">,
	): Value {
		return this.emit("rotary", [x, positions, cos, sin], attributes)[0];
	}

	#leaf(name: string, result: Result, source: Source): Value {
		const value = this.#value(name, result);
		this.#leaves.push({ value, source });
		return value;
	}

	#value(name: string, { dtype, shape }: Result): Value {
		if (this.#names.has(name))
			throw new TemperError("internal", {
				where: "graph",
				expected: "each name once",
				found: `${name} twice`,
			});
		this.#names.add(name);
		return { name, dtype, shape };
	}

	/** `SCOPE/OPERATION.N`, counted within the scope, so that a change of one part leaves the names of the others. */
	#fresh(op: OperationName): string {
		const kind = this.#scope === null ? op : `${this.#scope}/${op}`;
		const count = (this.#counts.get(kind) ?? 0) + 1;
		this.#counts.set(kind, count);
		return `${kind}.${count}`;
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
