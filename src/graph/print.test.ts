import { expect, test } from "vitest";
import { Ops } from "./ops.ts";
import { printGraph } from "./print.ts";
import { validGraph } from "./testing/valid-graph.ts";

test("a graph is printed line by line", () => {
	expect(printGraph(validGraph())).toBe(`inputs
  ids: int32 [N]
frozen weights
  weight: float32 [6, 4] (F32)
constants
  scale: float32 [4] = 1, 2, 3, 4
nodes
  embed.1: float32 [N, 4] = embed(weight, ids)
nodes of layers.0
  /rmsNorm.1.y: float32 [N, 4], /rmsNorm.1.inverse: float32 [N, 1] = rmsNorm(embed.1, scale) epsilon=0.00001
  /split.1.0: float32 [N, 1], /split.1.1: float32 [N, 3] = split(/rmsNorm.1.y) axis=1 sizes=[1, 3]
  /concat.1: float32 [N, 4] = concat(/split.1.1, /split.1.0) axis=1
nodes
  mul.1: float32 [N, 4] = mul(layers.0/concat.1, embed.1)
  sum.1: float32 [] = sum(mul.1) axes=[0, 1]
  matmul.1: float32 [N, 6] = matmul(layers.0/concat.1, weight) transB alpha=1
outputs
  loss: float32 [] = sum.1
  rows: float32 [N, 6] = matmul.1
`);
});

test("building it again gives the same text", () => {
	expect(printGraph(validGraph())).toBe(printGraph(validGraph()));
});

test("weights in 8 bits and longer constants", () => {
	const ops = new Ops();
	const stored = { dtype: "BF16", file: "/m", offset: 0, length: 32 } as const;
	const held = (name: string, direct: 8 | 32, transposed: 8 | 32) =>
		ops.frozen({ ...stored, name, shape: [4, 4] }, { direct, transposed });
	const many = ops.constant("many", new Int32Array(5));
	const sides = [held("a", 8, 32), held("b", 8, 8), held("c", 32, 8)];
	ops.output("y", ops.embed(ops.concat(sides, 0), many));
	expect(printGraph(ops.graph())).toContain(`frozen weights
  a: float32 [4, 4] (BF16, 8 bits direct)
  b: float32 [4, 4] (BF16, 8 bits direct and transposed)
  c: float32 [4, 4] (BF16, 8 bits transposed)
constants
  many: int32 [5]
`);
});

test("weights in another basis", () => {
	const ops = new Ops();
	const tensor = (name: string, shape: readonly number[]) => ({
		...({ name, dtype: "F32", shape, file: "/m", offset: 0 } as const),
		length: 4 * shape.reduce((size, n) => size * n, 1),
	});
	const gain = tensor("norm", [4]);
	const held = { direct: 8, transposed: 8 } as const;
	const w = ops.frozen(tensor("w", [6, 4]), held, {
		...{ gain, blocks: [3, 4] },
	});
	ops.output("y", ops.matmul(ops.input("x", ["N", 4]), w, { transB: true }));
	expect(printGraph(ops.graph())).toContain(
		"w: float32 [6, 4] (F32, times norm, axis 0 rotated by 3, axis 1 rotated by 4, 8 bits direct and transposed)",
	);
});
