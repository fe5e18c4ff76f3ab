import { TemperError } from "../core/error.ts";
import { mapTuple } from "../core/map-tuple.ts";
import type { Node, Value } from "../graph/graph.ts";
import type { Operands, OperationName, Results } from "../graph/operations.ts";
import type { Ops } from "../graph/ops.ts";
import { at } from "../graph/shape-rules.ts";
import { Recomputation, type Recomputed } from "./recomputation.ts";
import type { GradientRule } from "./rule.ts";
import { gradientRules } from "./rules.ts";

export interface GradientOptions {
	readonly recompute: Recomputed;
	/** Nodes whose cheap results are kept all the same. */
	readonly kept?: ReadonlySet<Node>;
	/** Name of the constant 1 from which gradients start: another one for each sum that a graph is differentiated by. */
	readonly unit?: string;
}

/**
 * Adds to the graph the gradients of a sum with respect to `wrt` (reverse accumulation), in that order.
 * `loss` has shape [] and every gradient the shape of its value. Throws `internal` if the loss does not depend on one.
 */
export function gradients(
	ops: Ops,
	loss: Value,
	wrt: readonly Value[],
	options: GradientOptions = { recompute: "nothing" },
): Value[] {
	const forward = [...ops.nodes];
	const active = reaching(forward, wrt);
	const grads = new Map<Value, Value>();
	const { unit = "one" } = options;
	grads.set(loss, ops.constant(unit, new Float32Array([1]), []));
	const { recompute, kept } = options;
	const recomputation =
		recompute === "nothing"
			? null
			: new Recomputation(ops, forward, recompute, kept);

	for (const node of forward.toReversed()) {
		const outer = mapTuple(node.outputs, (value) => grads.get(value) ?? null);
		if (!outer.some((grad) => grad !== null)) continue;
		if (!node.inputs.some((value) => active.has(value))) continue;
		const token = outer.find((grad) => grad !== null) as Value;
		const again = (value: Value) =>
			recomputation?.of(value, node.scope, token) ?? value;
		ops.within(node.scope ? `${node.scope}.grad` : null, () => {
			const results: readonly (Value | null)[] = applyRule(
				ops,
				node,
				outer,
				again,
				active,
			);
			node.inputs.forEach((value, i) => {
				const grad = results[i];
				if (!grad || !active.has(value)) return;
				const sofar = grads.get(value);
				grads.set(value, sofar ? ops.add(sofar, grad) : grad);
			});
		});
	}
	return wrt.map((value) => {
		const grad = grads.get(value);
		if (grad) return grad;
		throw new TemperError("internal", {
			where: "gradients",
			expected: `a loss that depends on ${value.name}`,
			found: "no path to it",
		});
	});
}

/** Values from which the loss may be moved: `wrt` and everything computed from them. */
function reaching(
	nodes: readonly Node[],
	wrt: readonly Value[],
): ReadonlySet<Value> {
	const active = new Set<Value>(wrt);
	for (const node of nodes) {
		if (node.op === "stopGradient") continue;
		if (!node.inputs.some((value) => active.has(value))) continue;
		for (const value of node.outputs) active.add(value);
	}
	return active;
}

function applyRule(
	ops: Ops,
	node: Node,
	grads: Results<OperationName, Value | null>,
	again: (value: Value) => Value,
	active: ReadonlySet<Value>,
): Operands<OperationName, Value | null> {
	const rule = gradientRules[node.op] as GradientRule<OperationName>;
	return rule({
		ops,
		inputs: mapTuple(node.inputs, again),
		outputs: mapTuple(node.outputs, again),
		grads,
		attributes: node.attributes,
		wants: (input) => active.has(at(node.inputs, input)),
	});
}
