import type { Graph, Node, Value } from "../../src/graph/graph.ts";

/** Whether a value has a row for each token, and is not a factor of an adapter or a number. */
const ofTokens = ({ shape }: Value) =>
	["N", "S"].includes(String(shape[0])) || shape.length > 2;

/** The part of a step to which each operation belongs, by the name of its first result. */
export function placesOf({ leaves, nodes }: Graph): Map<string, string> {
	const frozen = new Set(
		leaves
			.filter(({ source }) => source.kind === "frozen")
			.map(({ value }) => value),
	);
	return new Map(
		nodes.map((node) => {
			const back = node.scope?.endsWith(".grad") ? ", backward" : "";
			return [node.outputs[0]?.name ?? "", `${placeOf(node, frozen)}${back}`];
		}),
	);
}

function placeOf(node: Node, frozen: ReadonlySet<Value>): string {
	switch (node.op) {
		case "matmul":
		case "addMatmul":
			return node.inputs.some((x) => frozen.has(x))
				? "products with frozen weights"
				: "adapters";
		case "attention":
		case "attentionGrad":
			return "attention";
		case "activate":
		case "activateGrad":
		case "mul":
			return node.outputs.every(ofTokens)
				? "activation and gate"
				: "rotated factors of adapters";
		case "rotateBlocks":
			return node.outputs.every(ofTokens)
				? "rotated activations"
				: "rotated factors of adapters";
		case "concat":
		case "split":
			return "adapters";
		case "add":
			return "sums";
		default:
			return node.op.replace(/Grad$/, "");
	}
}
