import type { Graph } from "../graph.ts";
import { Ops } from "../ops.ts";

/** A graph with every kind of leaf, a node of several results and a scope, which keeps to every rule. */
export function validGraph(): Graph {
	const ops = new Ops();
	const ids = ops.input("ids", ["N"], "int32");
	const weight = ops.frozen({
		...{ name: "weight", dtype: "F32", shape: [6, 4] },
		...{ file: "/model.safetensors", offset: 0, length: 96 },
	});
	const scale = ops.constant("scale", Float32Array.of(1, 2, 3, 4));
	const x = ops.embed(weight, ids);
	const y = ops.within("layers.0", () => {
		const [normed] = ops.emit("rmsNorm", [x, scale], { epsilon: 1e-5 });
		const [left, right] = ops.split(normed, 1, [1, 3]);
		return ops.concat([right, left], 1);
	});
	ops.output("loss", ops.sum(ops.mul(y, x)));
	ops.output("rows", ops.matmul(y, weight, { transB: true }));
	return ops.graph();
}
