import { TemperError } from "../core/error.ts";
import { sameShape, showShape } from "../core/shape.ts";
import type { FrozenTransform, Graph, Leaf, Node, Value } from "./graph.ts";
import { checkAttributes, checkOperands } from "./infer-results.ts";
import { applyShapeRule, type Result } from "./shape-rules.ts";

/** The rules of every graph. */
export type GraphRule =
	/** Every value and every output has a name of its own. */
	| "name"
	/** One leaf or node defines a value, once. */
	| "assignment"
	/** Operands are defined before they are used. */
	| "order"
	/** A node has as many operands as its operation takes, of the types that it takes. */
	| "operands"
	/** A node has the attributes of its operation, with values that they may have. */
	| "attributes"
	/** Shapes fit, and results have the types that the operation's shape rule computes. */
	| "types"
	/** What a leaf holds has the type of its value. */
	| "leaf"
	/** Outputs are defined. */
	| "output"
	/** Some output depends on each node and each leaf. */
	| "dead";

export interface GraphFault {
	readonly rule: GraphRule;
	/** The node, leaf or output. */
	readonly where: string;
	readonly expected: string;
	readonly found: string;
}

const showType = ({ dtype, shape }: Result) => `${dtype} ${showShape(shape)}`;

/** A node is named by its first result. */
const nodeName = ({ op, outputs }: Node) =>
	`node ${outputs[0]?.name ?? op} (${op})`;

/** Collects faults of one graph, and what its leaves and nodes have defined so far. */
class Verification {
	readonly faults: GraphFault[] = [];
	readonly #graph: Graph;
	/** Values that are defined so far, and the nodes that define them; null for leaves. */
	readonly #makers = new Map<Value, Node | null>();
	readonly #names = new Set<string>();

	constructor(graph: Graph) {
		this.#graph = graph;
		for (const leaf of graph.leaves) this.#leaf(leaf);
		for (const node of graph.nodes) this.#node(node);
		this.#outputs();
		this.#dead();
	}

	#fault(
		rule: GraphRule,
		where: string,
		expected: string,
		found: string,
	): void {
		this.faults.push({ rule, where, expected, found });
	}

	#name(where: string, name: string): void {
		if (name === "") this.#fault("name", where, "a name", "none");
		else if (this.#names.has(name))
			this.#fault("name", where, "a name of its own", `${name} twice`);
		this.#names.add(name);
	}

	#define(where: string, value: Value, maker: Node | null): void {
		if (this.#makers.has(value))
			this.#fault(
				"assignment",
				where,
				"a value that nothing else defines",
				`${value.name}, which is defined before`,
			);
		else {
			this.#name(where, value.name);
			this.#makers.set(value, maker);
		}
	}

	#leaf({ value, source }: Leaf): void {
		const where = `leaf ${value.name}`;
		this.#define(where, value, null);
		const wrong = (expected: string) =>
			this.#fault("leaf", where, expected, showType(value));
		for (const dim of value.shape)
			if (dim === "" || (typeof dim === "number" && !isSize(dim)))
				wrong("sizes that are names or integers from 0 on");
		if (source.kind === "frozen") {
			const { shape } = source.tensor;
			if (value.dtype !== "float32" || !sameShape(value.shape, shape))
				wrong(`float32 ${showShape(shape)}, as its tensor has`);
			if (source.transform && !transforms(source.transform, shape))
				wrong("a gain for each column and blocks that divide the axes");
		} else if (source.kind === "constant") {
			const { data } = source;
			const dtype = data instanceof Int32Array ? "int32" : "float32";
			const size = value.shape.reduce<number>((n, dim) => n * Number(dim), 1);
			if (value.dtype !== dtype || size !== data.length)
				wrong(`${data.length} numbers of ${dtype}, as its data has`);
		}
	}

	#node(node: Node): void {
		const where = nodeName(node);
		for (const value of node.inputs)
			if (!this.#makers.has(value))
				this.#fault("order", where, "operands that are defined", value.name);
		const types = this.#types(node, where);
		const recorded: readonly Value[] = node.outputs;
		if (types && types.length !== recorded.length)
			this.#fault(
				"types",
				where,
				`${types.length} results`,
				String(recorded.length),
			);
		recorded.forEach((value, i) => {
			this.#define(where, value, node);
			const type = types?.[i];
			if (!type) return;
			if (type.dtype !== value.dtype || !sameShape(type.shape, value.shape))
				this.#fault(
					"types",
					where,
					`${value.name} to be ${showType(type)}`,
					showType(value),
				);
		});
	}

	/** Types of the results as the operation's rules compute them; null after a fault. */
	#types(
		{ op, inputs, attributes }: Node,
		where: string,
	): readonly Result[] | null {
		let rule: GraphRule = "operands";
		try {
			checkOperands(where, op, inputs);
			rule = "attributes";
			checkAttributes(where, op, attributes);
			rule = "types";
			return applyShapeRule(op, inputs, attributes, where);
		} catch (error) {
			if (!(error instanceof TemperError)) throw error;
			this.#fault(rule, where, error.expected, error.found);
			return null;
		}
	}

	#outputs(): void {
		for (const [name, value] of Object.entries(this.#graph.outputs)) {
			const where = `output ${name}`;
			this.#name(where, name);
			if (!this.#makers.has(value))
				this.#fault("output", where, "a value that is defined", value.name);
		}
	}

	#dead(): void {
		const { leaves, nodes, outputs } = this.#graph;
		const needed = new Set<Value>();
		const open: Value[] = Object.values(outputs);
		for (let value = open.pop(); value !== undefined; value = open.pop()) {
			if (needed.has(value)) continue;
			needed.add(value);
			open.push(...(this.#makers.get(value)?.inputs ?? []));
		}
		for (const node of nodes)
			if (
				!node.outputs.some((v) => needed.has(v) && this.#makers.get(v) === node)
			)
				this.#fault("dead", nodeName(node), "an output that needs it", "none");
		for (const { value } of leaves)
			if (!needed.has(value))
				this.#fault("dead", `leaf ${value.name}`, "a reader", "none");
	}
}

function transforms(
	{ gain, blocks }: FrozenTransform,
	shape: readonly number[],
): boolean {
	const fits = blocks.every(
		(block, axis) => block === null || (shape[axis] as number) % block === 0,
	);
	const columns = shape.at(-1) as number;
	return (
		fits &&
		blocks.length === shape.length &&
		(gain === null || sameShape(gain.shape, [columns]))
	);
}

const isSize = (dim: number) => Number.isSafeInteger(dim) && dim >= 0;

/** Every fault of a graph: those of leaves, then of nodes in their order, then of outputs, then what is dead. */
export function graphFaults(graph: Graph): readonly GraphFault[] {
	return new Verification(graph).faults;
}

/** Faults of a node or leaf alone, which are about types; the others are about how a graph is put together. */
const ofTypes: ReadonlySet<GraphRule> = new Set([
	"operands",
	"attributes",
	"types",
	"leaf",
]);

const shown = 5;

/**
 * Throws unless the graph keeps to every rule of `GraphRule`: `shape` if its first fault is about types, otherwise
 * `internal`. The hint lists the next faults.
 */
export function verifyGraph(graph: Graph): void {
	const [first, ...more] = graphFaults(graph);
	if (!first) return;
	const { rule, where, expected, found } = first;
	const listed = more
		.slice(0, shown)
		.map((fault) => `${fault.where} breaks the rule "${fault.rule}"`);
	if (more.length > shown) listed.push(`${more.length - shown} more`);
	throw new TemperError(ofTypes.has(rule) ? "shape" : "internal", {
		where: `graph, ${where}, rule "${rule}"`,
		expected,
		found,
		...(listed.length > 0 && { hint: `Also: ${listed.join("; ")}.` }),
	});
}
