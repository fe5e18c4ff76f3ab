import { describe, expect, it } from "vitest";
import { gradients } from "../grad/gradients.ts";
import type { Value } from "../graph/graph.ts";
import { interpret } from "../graph/interpret/interpret.ts";
import type { Tensor } from "../graph/interpret/tensor.ts";
import { Ops } from "../graph/ops.ts";
import {
	draw,
	type OperationCase,
	operationCases,
} from "../graph/testing/cases.ts";
import { type Buffer, Session } from "./session.ts";

/** The operation and, where it has one, its gradient, in one graph. */
function build(test: OperationCase) {
	const ops = new Ops();
	const feeds: Record<string, Tensor> = {};
	const inputs = test.operands.map((operand, i) => {
		const name = `operand.${i}`;
		feeds[name] = draw(operand, `${test.op}/${i}`);
		return ops.input(
			name,
			operand.shape,
			operand.kind === "integers" ? "int32" : "float32",
		);
	});
	const outputs = ops.emit(test.op, inputs, test.attributes);
	outputs.forEach((value, i) => {
		ops.output(`out.${i}`, value);
	});
	const first = outputs[0] as Value;
	if (test.smooth.length > 0) {
		feeds.weight = draw(
			{ kind: "normal", shape: first.shape as number[] },
			"weight",
		);
		if (test.op === "attention") feeds.weight.data.fill(0, 5 * 24);
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

describe("every operation on the CPU agrees with the interpreter, forward and backward", () => {
	for (const [n, test] of operationCases.entries())
		it(`${n} ${test.op} ${JSON.stringify(test.attributes)}`, async () => {
			const { graph, feeds, buffers } = build(test);
			const expected = interpret(graph, feeds);
			const session = await Session.create(graph, {
				device: "cpu",
				threads: 1,
			});
			const found = await session.run(buffers);
			for (const [name, t] of Object.entries(expected)) {
				const actual = found[name] as Buffer;
				expect(actual.dims, name).toEqual(t.shape);
				t.data.forEach((value, i) => {
					expect(
						Math.abs((actual.data[i] as number) - value),
						`${name}[${i}]`,
					).toBeLessThan(2e-5 * (1 + Math.abs(value)));
				});
			}
			await session.dispose();
		});
});
