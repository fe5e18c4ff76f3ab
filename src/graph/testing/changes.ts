import type { Graph, Node, Value } from "../graph.ts";

/** The graph with another value in every place of one. */
export function replaceValue(graph: Graph, value: Value, other: Value): Graph {
	const of = (one: Value) => (one === value ? other : one);
	return {
		leaves: graph.leaves.map((leaf) => ({ ...leaf, value: of(leaf.value) })),
		nodes: graph.nodes.map((node) => ({
			...node,
			...changed(node.inputs.map(of), node.outputs.map(of)),
		})),
		outputs: Object.fromEntries(
			Object.entries(graph.outputs).map(([name, one]) => [name, of(one)]),
		),
	};
}

/** Lists of values as parts of a node, whatever lengths its operation has: the graphs of these tests may be wrong. */
const changed = (inputs: readonly Value[], outputs: readonly Value[]): Node =>
	({ inputs, outputs }) as unknown as Node;

/** The graph with other parts of a node, which need not be right. */
export function replaceNode(graph: Graph, node: Node, parts: object): Graph {
	const nodes = graph.nodes.map((one) =>
		one === node ? ({ ...one, ...parts } as Node) : one,
	);
	return { ...graph, nodes };
}
