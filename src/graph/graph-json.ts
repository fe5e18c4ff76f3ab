import { TemperError } from "../core/error.ts";
import { type Shape, sizeOf } from "../core/shape.ts";
import type { Graph, Leaf, Node, Value } from "./graph.ts";
import { inferResults } from "./infer-results.ts";
import type { Attributes, Operands, OperationName } from "./operations.ts";
import { verifyGraph } from "./verify.ts";

/** A number in a graph's JSON: whoever reads another one must refuse it. */
const version = 1;

/** Operations that other engines interpret. `python/temper_torch/objective.py` has one entry for each. */
export const portableOperations = [
	"add",
	"sub",
	"mul",
	"div",
	"maximum",
	"greater",
	"affine",
	"exp",
	"log",
	"sigmoid",
	"softplus",
	"clamp",
	"stopGradient",
	"sum",
	"reshape",
	"split",
	"matmul",
] as const satisfies readonly OperationName[];

/** One operation: names of the values that it reads and defines. */
export interface NodeJson {
	readonly op: string;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes: Readonly<Record<string, unknown>>;
}

/** A graph as data. Every value is a number that an engine may hold in its own floating-point type. */
export interface GraphJson {
	readonly version: typeof version;
	/** Shapes by name, `{"logProb": ["S"]}`. A name in a shape is a size that follows from what is fed. */
	readonly inputs: Readonly<Record<string, Shape>>;
	readonly constants: Readonly<Record<string, ConstantJson>>;
	/** In an order in which each node follows those that it reads. */
	readonly nodes: readonly NodeJson[];
	/** The value of each output. */
	readonly outputs: Readonly<Record<string, string>>;
}

/** Row-major. */
export interface ConstantJson {
	readonly shape: readonly number[];
	readonly data: readonly number[];
}

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("internal", { where, expected, found });
}

const portable: ReadonlySet<string> = new Set(portableOperations);

function checkPortable(where: string, op: string): void {
	if (!portable.has(op))
		refuse(where, `one of ${portableOperations.join(", ")}`, op);
}

function constantOf({ value: { name, shape }, source }: Leaf): ConstantJson {
	const data = source.kind === "constant" ? [...source.data] : [];
	const odd = data.find((number) => !Number.isFinite(number));
	if (odd !== undefined)
		refuse(`constant ${name}`, "finite numbers", String(odd));
	return { shape: shape.map((dim) => sizeOf([dim])), data };
}

/**
 * A graph of portable operations as JSON; `readGraph` reads it back. Scopes are left out. Throws `internal` for another
 * operation, for frozen weights, and for values that are not float32 or constants that are not finite.
 */
export function graphToJson({ leaves, nodes, outputs }: Graph): GraphJson {
	const inputs: Record<string, Shape> = {};
	const constants: Record<string, ConstantJson> = {};
	for (const leaf of leaves) {
		const { name, dtype, shape } = leaf.value;
		if (dtype !== "float32") refuse(`leaf ${name}`, "float32", dtype);
		if (leaf.source.kind === "frozen")
			refuse(`leaf ${name}`, "an input or a constant", "a frozen weight");
		if (leaf.source.kind === "input") inputs[name] = shape;
		else constants[name] = constantOf(leaf);
	}
	const names = (values: readonly Value[]) => values.map(({ name }) => name);
	return {
		...{ version, inputs, constants },
		nodes: nodes.map(({ op, inputs, outputs, attributes }) => {
			checkPortable(`node ${outputs[0]?.name ?? op}`, op);
			return {
				...{ op, inputs: names(inputs), outputs: names(outputs) },
				attributes: { ...attributes },
			};
		}),
		outputs: Object.fromEntries(
			Object.entries(outputs).map(([name, value]) => [name, value.name]),
		),
	};
}

/**
 * The graph that `graphToJson` wrote, with the same names. Throws `internal` for another version, another operation or an
 * undefined value, and `shape` if operands or attributes do not fit.
 */
export function readGraph(json: GraphJson): Graph {
	if (json.version !== version)
		refuse("graph", `version ${version}`, `version ${json.version}`);
	const known = new Map<string, Value>();
	const leaves: Leaf[] = [];
	const leaf = (name: string, shape: Shape, source: Leaf["source"]) => {
		const value: Value = { name, dtype: "float32", shape };
		known.set(name, value);
		leaves.push({ value, source });
	};
	for (const [name, shape] of Object.entries(json.inputs))
		leaf(name, shape, { kind: "input", precision: null });
	for (const [name, { shape, data }] of Object.entries(json.constants))
		leaf(name, shape, { kind: "constant", data: Float32Array.from(data) });
	const named = (where: string) => (name: string) =>
		known.get(name) ?? refuse(where, "values that are defined", name);
	const nodes = json.nodes.map((node) => {
		const where = `node ${node.outputs[0] ?? node.op}`;
		const read = readNode(node, node.inputs.map(named(where)), where);
		for (const value of read.outputs) known.set(value.name, value);
		return read;
	});
	const outputs = Object.fromEntries(
		Object.entries(json.outputs).map(([output, name]) => [
			output,
			named(`output ${output}`)(name),
		]),
	);
	const graph = { leaves, nodes, outputs };
	verifyGraph(graph);
	return graph;
}

/** Types of the results follow from the operation's shape rule; names are the JSON's. */
function readNode(
	{ op, outputs, attributes }: NodeJson,
	inputs: readonly Value[],
	where: string,
): Node {
	checkPortable(where, op);
	const types = inferResults(
		op as OperationName,
		inputs as Operands<OperationName, Value>,
		attributes as Attributes<OperationName>,
		where,
	);
	if (types.length !== outputs.length)
		refuse(where, `${types.length} results`, String(outputs.length));
	const results = types.map((type, i) => ({
		...type,
		name: outputs[i] as string,
	}));
	return {
		...{ op, inputs, outputs: results, attributes, scope: null },
	} as unknown as Node;
}
