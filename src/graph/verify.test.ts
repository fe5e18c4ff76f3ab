import { describe, expect, test } from "vitest";
import { TemperError } from "../core/error.ts";
import type { Graph, Leaf, Node, Source, Value } from "./graph.ts";
import { replaceNode, replaceValue } from "./testing/changes.ts";
import { validGraph } from "./testing/valid-graph.ts";
import { type GraphRule, graphFaults, verifyGraph } from "./verify.ts";

const graph = validGraph();

function nodeOf(op: string): Node {
	return graph.nodes.find((node) => node.op === op) as Node;
}

/** The graph with other parts of the node of an operation. */
const withNode = (op: string, parts: object) =>
	replaceNode(graph, nodeOf(op), parts);

/** The graph with another type or name of a value, wherever it is. */
function withType(name: string, type: Partial<Value>): Graph {
	const values = [
		...graph.leaves.map(({ value }) => value),
		...graph.nodes.flatMap(({ outputs }) => outputs),
	];
	const value = values.find((one) => one.name === name) as Value;
	return replaceValue(graph, value, { ...value, ...type });
}

function withLeaf(name: string, parts: Partial<Leaf>): Graph {
	const leaves = graph.leaves.map((leaf) =>
		leaf.value.name === name ? { ...leaf, ...parts } : leaf,
	);
	return { ...graph, leaves };
}

const leafOf = (name: string) =>
	graph.leaves.find(({ value }) => value.name === name) as Leaf;
const stranger: Value = { name: "stranger", dtype: "float32", shape: ["N", 4] };
const half: Value = { name: "half", dtype: "int32", shape: [1.5] };
const [x] = nodeOf("embed").outputs as readonly [Value];

/** Graphs with one mistake each, and the faults that follow from it. */
const mistakes: Readonly<
	Record<string, readonly [Graph, ...(readonly [GraphRule, string])[]]>
> = {
	"a value of which the name is taken": [
		withType("embed.1", { name: "ids" }),
		["name", "node ids (embed)"],
	],
	"a value without a name": [
		withType("embed.1", { name: "" }),
		["name", "node  (embed)"],
	],
	"an output that is called like a value": [
		{ ...graph, outputs: { ...graph.outputs, scale: x } },
		["name", "output scale"],
	],
	"a value that two nodes define": [
		withNode("mul", { outputs: [x] }),
		["assignment", "node embed.1 (mul)"],
		["order", "node sum.1 (sum)"],
		["dead", "node embed.1 (mul)"],
	],
	"a leaf that is declared twice": [
		{ ...graph, leaves: [...graph.leaves, leafOf("ids")] },
		["assignment", "leaf ids"],
	],
	"an operand that nothing defines": [
		withNode("mul", { inputs: [stranger, x] }),
		["order", "node mul.1 (mul)"],
	],
	"an equal value that is another object": [
		withNode("mul", { inputs: [{ ...x }, x] }),
		["order", "node mul.1 (mul)"],
	],
	"a node before its operands": [
		{
			...graph,
			nodes: [nodeOf("sum"), ...graph.nodes.filter(({ op }) => op !== "sum")],
		},
		["order", "node sum.1 (sum)"],
	],
	"an operation that does not exist": [
		withNode("mul", { op: "multiply" }),
		["operands", "node mul.1 (multiply)"],
	],
	"an operand too few": [
		withNode("mul", { inputs: [x] }),
		["operands", "node mul.1 (mul)"],
	],
	"an operand too many": [
		withNode("sum", { inputs: [...nodeOf("sum").inputs, x] }),
		["operands", "node sum.1 (sum)"],
	],
	"operands in another order": [
		withNode("embed", { inputs: nodeOf("embed").inputs.toReversed() }),
		["operands", "node embed.1 (embed)"],
	],
	"an attribute that is missing": [
		withNode("rmsNorm", { attributes: {} }),
		["attributes", "node layers.0/rmsNorm.1.y (rmsNorm)"],
	],
	"an attribute out of its range": [
		withNode("concat", { attributes: { axis: -1 } }),
		["attributes", "node layers.0/concat.1 (concat)"],
	],
	"an attribute of another operation": [
		withNode("concat", { attributes: { axis: 1, sizes: [3, 1] } }),
		["attributes", "node layers.0/concat.1 (concat)"],
	],
	"an axis that the operand does not have": [
		withNode("sum", { attributes: { axes: [2], keepDims: false } }),
		["types", "node sum.1 (sum)"],
	],
	"a shape that the rule does not compute": [
		withType("layers.0/rmsNorm.1.inverse", { shape: ["N"] }),
		["types", "node layers.0/rmsNorm.1.y (rmsNorm)"],
	],
	"a name of a size that the rule does not compute": [
		withType("mul.1", { shape: ["M", 4] }),
		["types", "node mul.1 (mul)"],
	],
	"a type of numbers that the rule does not compute": [
		withType("sum.1", { dtype: "int32" }),
		["types", "node sum.1 (sum)"],
	],
	"a result too few": [
		withNode("rmsNorm", { outputs: nodeOf("rmsNorm").outputs.slice(0, 1) }),
		["types", "node layers.0/rmsNorm.1.y (rmsNorm)"],
	],
	"a weight of another shape than its tensor": [
		withType("weight", { shape: [7, 4] }),
		["leaf", "leaf weight"],
		["types", "node matmul.1 (matmul)"],
	],
	"a weight that is rotated in blocks that do not divide it": [
		withLeaf("weight", {
			source: {
				...(leafOf("weight").source as Extract<Source, { kind: "frozen" }>),
				transform: { gain: null, blocks: [null, 3] },
			},
		}),
		["leaf", "leaf weight"],
	],
	"a constant of other numbers than its type says": [
		withLeaf("scale", {
			source: { kind: "constant", data: Int32Array.of(1, 2, 3, 4) },
		}),
		["leaf", "leaf scale"],
	],
	"a constant of fewer numbers than its shape": [
		withLeaf("scale", {
			source: { kind: "constant", data: Float32Array.of(1) },
		}),
		["leaf", "leaf scale"],
	],
	"a size that is no size": [
		{
			...graph,
			leaves: [...graph.leaves, { ...leafOf("ids"), value: half }],
			outputs: { ...graph.outputs, other: half },
		},
		["leaf", "leaf half"],
	],
	"an output that nothing defines": [
		{ ...graph, outputs: { ...graph.outputs, extra: stranger } },
		["output", "output extra"],
	],
	"a node that no output needs": [
		{ ...graph, outputs: { rows: graph.outputs.rows as Value } },
		["dead", "node mul.1 (mul)"],
		["dead", "node sum.1 (sum)"],
	],
	"a leaf that nothing reads": [
		{
			...graph,
			leaves: [...graph.leaves, { ...leafOf("ids"), value: stranger }],
		},
		["dead", "leaf stranger"],
	],
};

test("a graph as it is built has no faults", () => {
	expect(graphFaults(graph)).toEqual([]);
	expect(() => verifyGraph(graph)).not.toThrow();
});

describe("one mistake breaks its own rule", () => {
	test.each(Object.entries(mistakes))("%s", (_, [wrong, ...faults]) => {
		const found = graphFaults(wrong).map(
			({ rule, where }) => [rule, where] as const,
		);
		expect(found).toEqual(faults);
	});

	test("and every rule is broken by some", () => {
		const rules = Object.values(mistakes).flatMap(([, ...faults]) =>
			faults.slice(0, 1).map(([rule]) => rule),
		);
		const all: Readonly<Record<GraphRule, true>> = {
			...{ name: true, assignment: true, order: true, operands: true },
			...{
				attributes: true,
				types: true,
				leaf: true,
				output: true,
				dead: true,
			},
		};
		expect([...new Set(rules)].sort()).toEqual(Object.keys(all).sort());
	});
});

describe("the error", () => {
	const errorOf = (wrong: Graph): TemperError => {
		try {
			verifyGraph(wrong);
		} catch (error) {
			if (error instanceof TemperError) return error;
		}
		throw new Error("expected a TemperError");
	};

	test("names node and rule, with the code of shapes", () => {
		const error = errorOf(withType("sum.1", { dtype: "int32" }));
		expect(error.code).toBe("shape");
		expect(error.message).toBe(
			'graph, node sum.1 (sum), rule "types": expected sum.1 to be float32 [], found int32 [].',
		);
	});

	test("is internal where a graph is put together wrongly, and lists what else is wrong", () => {
		const error = errorOf({ ...graph, outputs: {} });
		expect(error.code).toBe("internal");
		expect(error.where).toBe('graph, node embed.1 (embed), rule "dead"');
		expect(error.hint).toMatch(
			/^Also: node layers\.0\/rmsNorm\.1\.y \(rmsNorm\) breaks the rule "dead"; .*; 4 more\.$/,
		);
	});
});
