import { describe, expect, it } from "vitest";
import { mapTuple } from "../core/map-tuple.ts";
import type { Value } from "../graph/graph.ts";
import { interpret } from "../graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../graph/interpret/tensor.ts";
import { Ops } from "../graph/ops.ts";
import {
	draw,
	type OperationCase,
	operationCases,
} from "../graph/testing/cases.ts";
import { gradients } from "./gradients.ts";

/** A weighted sum of the first output, so that every element of it matters differently. */
function build(test: OperationCase) {
	const ops = new Ops();
	const feeds: Record<string, Tensor> = {};
	const inputs = mapTuple(test.operands, (operand, i) => {
		const name = `operand.${i}`;
		feeds[name] = draw(operand, `${test.op}/${i}`);
		const dtype = operand.kind === "integers" ? "int32" : "float32";
		return ops.input(name, operand.shape, dtype);
	});
	const output = ops.emit(test.op, inputs, test.attributes)[0] as Value;
	feeds.weight = draw(
		{ kind: "normal", shape: output.shape as number[] },
		"weight",
	);
	// The blank token of attention never receives a gradient; the other operations have no such row.
	if (test.op === "attention") feeds.weight.data.fill(0, -24);
	const weight = ops.input("weight", output.shape);
	const loss = ops.sum(ops.mul(output, weight));
	const wrt = test.smooth.map((i) => inputs[i] as Value);
	gradients(ops, loss, wrt).forEach((grad, i) => {
		ops.output(`grad.${test.smooth[i]}`, grad);
	});
	ops.output("loss", loss);
	return { graph: ops.graph(), feeds };
}

function shifted(
	feeds: Record<string, Tensor>,
	name: string,
	index: number,
	by: number,
) {
	const { shape, data } = feeds[name] as Tensor;
	const moved = data.slice();
	moved[index] = (moved[index] as number) + by;
	return { ...feeds, [name]: tensor(shape, moved) };
}

describe("every gradient agrees with central differences in float64", () => {
	for (const [n, test] of operationCases.entries()) {
		if (test.smooth.length === 0) continue;
		it(`${n} ${test.op} ${JSON.stringify(test.attributes)}`, () => {
			const { graph, feeds } = build(test);
			const exact = interpret(graph, feeds);
			const lossAt = (moved: Record<string, Tensor>) =>
				interpret(graph, moved).loss?.data[0] as number;
			const h = 1e-5;
			for (const i of test.smooth) {
				const name = `operand.${i}`;
				const grad = exact[`grad.${i}`] as Tensor;
				expect(grad.shape).toEqual(test.operands[i]?.shape);
				for (let k = 0; k < grad.data.length; k++) {
					const slope =
						(lossAt(shifted(feeds, name, k, h)) -
							lossAt(shifted(feeds, name, k, -h))) /
						(2 * h);
					expect(Math.abs((grad.data[k] as number) - slope)).toBeLessThan(
						1e-6 * (1 + Math.abs(slope)),
					);
				}
			}
		});
	}
});

describe("recomputation", () => {
	it("gives the same gradients as keeping", () => {
		const results = (["nothing", "cheap", "all"] as const).map((recompute) => {
			const ops = new Ops();
			const x = ops.input("x", [3, 4]);
			const w = ops.input("w", [4, 4]);
			let h: Value = ops.exp(x);
			for (const layer of ["layers.0", "layers.1"])
				h = ops.within(layer, () =>
					ops.add(h, ops.sigmoid(ops.matmul(ops.activate(h, "silu"), w))),
				);
			const loss = ops.sum(ops.mul(h, h));
			const [dw] = gradients(ops, loss, [w], { recompute });
			ops.output("dw", dw as Value);
			const feeds = {
				x: draw({ kind: "normal", shape: [3, 4] }, "x"),
				w: draw({ kind: "normal", shape: [4, 4] }, "w"),
			};
			const graph = ops.graph();
			return {
				dw: interpret(graph, feeds).dw as Tensor,
				size: graph.nodes.length,
			};
		});
		type Result = (typeof results)[number];
		const [kept, cheap, all] = results as [Result, Result, Result];
		expect(cheap.size).toBeGreaterThan(kept.size);
		expect(all.size).toBeGreaterThan(cheap.size);
		for (const { dw } of [cheap, all])
			for (let i = 0; i < kept.dw.data.length; i++)
				expect(dw.data[i]).toBeCloseTo(kept.dw.data[i] as number, 12);
	});
});
