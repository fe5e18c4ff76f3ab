import { beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { randomModel } from "../../src/generate/testing/random-model.ts";
import type { Graph, Leaf, Node, Value } from "../../src/graph/graph.ts";
import { replaceNode, replaceValue } from "../../src/graph/testing/changes.ts";
import { type GraphRule, graphFaults } from "../../src/graph/verify.ts";
import { sft } from "../../src/objectives/imitation/sft.ts";
import { stepGraph } from "../../src/policy/graphs.ts";
import { adapters, toyFamilies } from "./toy-families.ts";

/** Changes of each kind. */
const times = 60;

const graphs: Graph[] = [];
beforeAll(async () => {
	for (const family of ["gemma3", "gpt2"] as const) {
		const model = await randomModel(toyFamilies[family]);
		for (const tuning of [{ kind: "full" } as const, adapters(model, 0.1)])
			graphs.push(
				stepGraph(model, sft(), {
					...{ tuning, precision: "float32", length: 16, chunks: 2 },
					...{ recompute: tuning.kind === "lora", sharedPrompts: true },
				}).graph,
			);
	}
});

interface Place {
	readonly graph: Graph;
	readonly node: Node;
	readonly result: Value;
	readonly random: RandomStream;
}

const pick = <T>(random: RandomStream, items: readonly T[]): T =>
	items[random.integer(items.length)] as T;

/** The shape with another size, or another name of a size, on one axis; [1] for []. */
function otherShape({ shape }: Value, random: RandomStream): Value["shape"] {
	if (shape.length === 0) return [1];
	const axis = random.integer(shape.length);
	return shape.map((dim, i) =>
		i !== axis ? dim : typeof dim === "number" ? dim + 1 : `${dim}'`,
	);
}

/** Nodes that read what another node computes. */
function readsNode({ nodes }: Graph, { inputs }: Node): boolean {
	return nodes.some(({ outputs }) =>
		outputs.some((value) => (inputs as readonly Value[]).includes(value)),
	);
}

interface Change {
	readonly rule: GraphRule;
	/** Nodes to which it can be done. */
	readonly at?: (node: Node, graph: Graph) => boolean;
	readonly make: (place: Place) => Graph;
	/** The name that the node then has; its own if there is none. */
	readonly name?: (place: Place) => string;
}

const nameOf = ({ outputs }: Node) => (outputs[0] as Value).name;

const changes: Readonly<Record<string, Change>> = {
	"a name twice": {
		rule: "name",
		make: ({ graph, node }) => {
			const first = node.outputs[0] as Value;
			const { name } = (graph.leaves[0] as Leaf).value;
			return replaceValue(graph, first, { ...first, name });
		},
		name: ({ graph }) => (graph.leaves[0] as Leaf).value.name,
	},
	"a node twice": {
		rule: "assignment",
		make: ({ graph, node }) => ({ ...graph, nodes: [...graph.nodes, node] }),
	},
	"a node before all others": {
		rule: "order",
		at: (node, graph) => readsNode(graph, node),
		make: ({ graph, node }) => ({
			...graph,
			nodes: [node, ...graph.nodes.filter((one) => one !== node)],
		}),
	},
	"an operand too few": {
		rule: "operands",
		at: ({ op }) => op !== "concat",
		make: ({ graph, node }) =>
			replaceNode(graph, node, { inputs: node.inputs.slice(0, -1) }),
	},
	"an operand of the other type": {
		rule: "operands",
		at: ({ op }) => op !== "reshape",
		make: ({ graph, node, random }) => {
			const i = random.integer(node.inputs.length);
			const operand = node.inputs[i] as Value;
			const dtype = operand.dtype === "int32" ? "float32" : "int32";
			const inputs = node.inputs.with(i, { ...operand, dtype });
			return replaceNode(graph, node, { inputs });
		},
	},
	"an attribute that is no number": {
		rule: "attributes",
		at: ({ attributes }) => Object.keys(attributes).length > 0,
		make: ({ graph, node, random }) => {
			const name = pick(random, Object.keys(node.attributes));
			const attributes = { ...node.attributes, [name]: Number.NaN };
			return replaceNode(graph, node, { attributes });
		},
	},
	"another shape of a result": {
		rule: "types",
		make: ({ graph, result, random }) =>
			replaceValue(graph, result, {
				...result,
				shape: otherShape(result, random),
			}),
	},
	"another type of a result": {
		rule: "types",
		make: ({ graph, result }) =>
			replaceValue(graph, result, { ...result, dtype: "int32" }),
	},
	"a result too few": {
		rule: "types",
		at: ({ outputs }) => outputs.length > 1,
		make: ({ graph, node }) =>
			replaceNode(graph, node, { outputs: node.outputs.slice(0, -1) }),
	},
	"a copy that nothing reads": {
		rule: "dead",
		make: ({ graph, node }) => {
			const outputs = node.outputs.map((value) => ({
				...value,
				name: `${value.name}.copy`,
			}));
			const copy = { ...node, outputs } as unknown as Node;
			return { ...graph, nodes: [...graph.nodes, copy] };
		},
		name: ({ node }) => `${nameOf(node)}.copy`,
	},
};

test.each(Object.entries(changes))(
	"%s is found wherever it is",
	(title, { rule, at = () => true, make, name }) => {
		const random = new RandomStream(11, title);
		for (let i = 0; i < times; i++) {
			const graph = pick(random, graphs);
			expect(graphFaults(graph)).toEqual([]);
			const node = pick(
				random,
				graph.nodes.filter((one) => at(one, graph)),
			);
			const result = pick<Value>(random, node.outputs);
			const place = { graph, node, result, random };
			const faults = graphFaults(make(place));
			const found = faults.map((fault) => `${fault.where}: ${fault.rule}`);
			const called = name?.(place) ?? nameOf(node);
			expect(found).toContain(`node ${called} (${node.op}): ${rule}`);
		}
	},
);
