import { showShape } from "../core/shape.ts";
import type {
	FrozenTransform,
	Graph,
	Leaf,
	MatrixPrecision,
	Node,
	Source,
	Value,
} from "./graph.ts";

/** Constants of at most so many numbers are printed with them. */
const fewNumbers = 4;

const typed = (name: string, { dtype, shape }: Value) =>
	`${name}: ${dtype} ${showShape(shape)}`;

function showTransform({ gain, blocks }: FrozenTransform): string {
	const rotated = blocks.flatMap((block, axis) =>
		block === null ? [] : [`, axis ${axis} rotated by ${block}`],
	);
	return `${gain ? `, times ${gain.name}` : ""}${rotated.join("")}`;
}

/** `8 bits direct and transposed`, or nothing if no product holds the matrix in fewer bits than float32. */
function fewBits({ direct, transposed }: MatrixPrecision): string | null {
	if (direct === "stored" || transposed === "stored") return "held as stored";
	const uses = [
		...(direct < 32 ? ["direct"] : []),
		...(transposed < 32 ? ["transposed"] : []),
	];
	if (uses.length === 0) return null;
	return `${Math.min(direct, transposed)} bits ${uses.join(" and ")}`;
}

/** `F32`, or `blocks of 4 bits` where products read those. */
function storedAs({
	tensor: { dtype, blocks },
	precision,
}: Extract<Source, { kind: "frozen" }>): string {
	const inBlocks = blocks && precision.direct === "stored";
	return inBlocks ? `blocks of ${blocks.bits} bits` : dtype;
}

function heldAs(source: Source): string {
	switch (source.kind) {
		case "input": {
			const bits = source.precision && fewBits(source.precision);
			return bits ? ` (${bits})` : "";
		}
		case "frozen": {
			const bits = fewBits(source.precision);
			const held = bits ? `, ${bits}` : "";
			const basis = source.transform ? showTransform(source.transform) : "";
			return ` (${storedAs(source)}${basis}${held})`;
		}
		case "constant":
			return source.data.length <= fewNumbers
				? ` = ${[...source.data].join(", ")}`
				: "";
		default:
			return source satisfies never;
	}
}

function showAttribute(name: string, value: unknown): string {
	if (typeof value === "boolean") return value ? ` ${name}` : "";
	return ` ${name}=${Array.isArray(value) ? showShape(value) : value}`;
}

/** `RESULT: TYPE, ... = OPERATION(OPERAND, ...) ATTRIBUTE=VALUE ...`; names of the node's own scope begin with its slash. */
function showNode(node: Node): string {
	const prefix = `${node.scope}/`;
	const short = ({ name }: Value) =>
		node.scope !== null && name.startsWith(prefix)
			? name.slice(prefix.length - 1)
			: name;
	const results = node.outputs.map((value) => typed(short(value), value));
	const operands = node.inputs.map(short);
	const attributes = Object.entries(node.attributes).map(([name, value]) =>
		showAttribute(name, value),
	);
	return `${results.join(", ")} = ${node.op}(${operands.join(", ")})${attributes.join("")}`;
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

/** Nodes under a heading for each stretch of them that has one scope. */
function showNodes(nodes: readonly Node[]): string[] {
	const lines: string[] = [];
	nodes.forEach((node, i) => {
		const before = nodes[i - 1];
		if (before === undefined || before.scope !== node.scope)
			lines.push(node.scope === null ? "nodes" : `nodes of ${node.scope}`);
		lines.push(`  ${showNode(node)}`);
	});
	return lines;
}

/**
 * A graph as text, with one line for each leaf, node and output. Equal graphs have equal texts on every machine: numbers
 * of large constants are left out, and names count within a scope, so that a change of one layer leaves the lines of the
 * others.
 */
export function printGraph(graph: Graph): string {
	const leaves = (kind: Source["kind"]) =>
		graph.leaves
			.filter(({ source }: Leaf) => source.kind === kind)
			.map(({ value, source }) => typed(value.name, value) + heldAs(source));
	const outputs = Object.entries(graph.outputs).map(
		([name, value]) => `${typed(name, value)} = ${value.name}`,
	);
	const lines = [
		...section("inputs", leaves("input")),
		...section("frozen weights", leaves("frozen")),
		...section("constants", leaves("constant")),
		...showNodes(graph.nodes),
		...section("outputs", outputs),
	];
	return lines.map((line) => `${line}\n`).join("");
}
