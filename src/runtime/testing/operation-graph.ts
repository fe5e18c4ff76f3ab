import { mapTuple } from "../../core/map-tuple.ts";
import { gradients } from "../../grad/gradients.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import type { Tensor } from "../../graph/interpret/tensor.ts";
import { Ops } from "../../graph/ops.ts";
import type { Buffer } from "../../graph/session.ts";
import { draw, type OperationCase } from "../../graph/testing/cases.ts";

export interface OperationGraph {
	readonly graph: Graph;
	/** For the interpreter. */
	readonly feeds: Readonly<Record<string, Tensor>>;
	/** The same numbers for a session. */
	readonly buffers: Readonly<Record<string, Buffer>>;
}

/** A case's operation (`out.0` ...) and, where it has one, its gradient (`grad.0` ...), in one graph. */
export function operationGraph(test: OperationCase): OperationGraph {
	const ops = new Ops();
	const feeds: Record<string, Tensor> = {};
	const inputs = mapTuple(test.operands, (operand, i) => {
		const name = `operand.${i}`;
		feeds[name] = draw(operand, `${test.op}/${i}`);
		return ops.input(
			name,
			operand.shape,
			operand.kind === "integers" ? "int32" : "float32",
		);
	});
	const outputs: readonly Value[] = ops.emit(test.op, inputs, test.attributes);
	outputs.forEach((value, i) => {
		ops.output(`out.${i}`, value);
	});
	const first = outputs[0] as Value;
	if (test.smooth.length > 0) {
		feeds.weight = draw(
			{ kind: "normal", shape: first.shape as number[] },
			"weight",
		);
		// What the blank last token mixes is nobody's.
		if (test.op === "attention") feeds.weight.data.fill(0, -24);
		const loss = ops.sum(ops.mul(first, ops.input("weight", first.shape)));
		const wrt = test.smooth.map((i) => inputs[i] as Value);
		gradients(ops, loss, wrt).forEach((grad, i) => {
			ops.output(`grad.${i}`, grad);
		});
	}
	const buffers = Object.fromEntries(
		Object.entries(feeds).map(([name, t]): [string, Buffer] => {
			const integer = inputs.find((v) => v.name === name)?.dtype === "int32";
			const data = integer
				? Int32Array.from(t.data)
				: Float32Array.from(t.data);
			return [name, { data, dims: t.shape }];
		}),
	);
	return { graph: ops.graph(), feeds, buffers };
}
