import { expect, it } from "vitest";
import { interpret } from "../../src/graph/interpret/interpret.ts";
import type { Buffer } from "../../src/graph/session.ts";
import {
	type OperationCase,
	operationCase,
	operationCases,
} from "../../src/graph/testing/cases.ts";
import { openSession } from "../../src/runtime/open-session.ts";
import { operationGraph } from "../../src/runtime/testing/operation-graph.ts";
import { describeOnWebGpu, webgpu } from "./on-webgpu.ts";

const normal = (...shape: number[]) => ({ kind: "normal", shape }) as const;
const integers = (size: number, below: number) =>
	({
		kind: "integers",
		shape: [size],
		data: Array.from({ length: size }, (_, i) => (i * 37) % below),
	}) as const;
const product = { transA: false, transB: false, alpha: 1 };

/** Beyond a workgroup and a tile, in multiples of four and not: kernels are chosen by such sizes. */
const largeCases = [
	operationCase("matmul", [normal(130, 68), normal(68, 132)], product),
	operationCase("matmul", [normal(67, 65), normal(65, 63)], product),
	operationCase("addMatmul", [normal(67, 64), normal(96, 64), normal(96)], {
		...product,
		transB: true,
	}),
	operationCase("sum", [normal(1030, 5)], { axes: [0], keepDims: false }),
	operationCase("rmsNorm", [normal(70, 260), normal(260)], { epsilon: 1e-5 }),
	operationCase("layerNorm", [normal(70, 260), normal(260), normal(260)], {
		epsilon: 1e-5,
	}),
	operationCase(
		"embedGrad",
		[normal(300, 20), integers(300, 7), normal(9, 20)],
		{},
		[],
	),
	operationCase(
		"tokenLogProbs",
		[normal(66, 20), normal(2051, 20), integers(66, 2051)],
		{ chunks: 2 },
		[0, 1],
	),
];

async function compare(test: OperationCase, tolerance: number): Promise<void> {
	const { graph, feeds, buffers } = operationGraph(test);
	const expected = interpret(graph, feeds);
	const session = await openSession(graph, webgpu);
	const found = await session.run(buffers);
	await session.dispose();
	for (const [name, { data, shape }] of Object.entries(expected)) {
		const actual = found[name] as Buffer;
		expect(actual.dims, name).toEqual(shape);
		const scale = Math.max(1, ...data.map(Math.abs));
		let worst = 0;
		// Math.max keeps NaN, so that a result that is no number never passes.
		for (const [i, value] of data.entries())
			worst = Math.max(worst, Math.abs(actual.data[i]! - value) / scale);
		expect(worst, name).toBeLessThan(tolerance);
	}
}

describeOnWebGpu(
	"every operation on WebGPU agrees with the interpreter",
	() => {
		for (const [n, test] of operationCases.entries())
			it(`${n} ${test.op} ${JSON.stringify(test.attributes)}`, () =>
				compare(test, 2e-6));
		for (const [n, test] of largeCases.entries())
			it(`large ${n} ${test.op} ${JSON.stringify(test.attributes)}`, () =>
				compare(test, 5e-6));
	},
);
