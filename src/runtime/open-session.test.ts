import { expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { Ops } from "../graph/ops.ts";
import type { GraphSession } from "../graph/session.ts";
import { openSession } from "./open-session.ts";

const ops = new Ops();
ops.output("y", ops.affine(ops.input("x", [2]), 3));
const graph = ops.graph();
const x = { data: Float32Array.of(1, 2), dims: [2] };

it("opens a session of ONNX Runtime on a device", async () => {
	const session = await openSession(graph, { device: "cpu", threads: 1 });
	expect(session.inputs).toEqual(["x"]);
	expect([...((await session.run({ x })).y?.data ?? [])]).toEqual([3, 6]);
	await session.dispose();
});

it("opens the sessions that a caller brings instead", async () => {
	const asked: Graph[] = [];
	const own: GraphSession = {
		inputs: [],
		run: async () => ({}),
		dispose: async () => {},
	};
	const open = async (given: Graph) => {
		asked.push(given);
		return own;
	};
	expect(await openSession(graph, { open })).toBe(own);
	expect(asked).toEqual([graph]);
});

it("refuses a graph that is put together wrongly, whoever would run it", async () => {
	const nodes = [...graph.nodes, ...graph.nodes];
	const open = () => Promise.reject(new Error("asked"));
	for (const backend of [{ device: "cpu", threads: 1 } as const, { open }])
		await expect(openSession({ ...graph, nodes }, backend)).rejects.toThrow(
			'graph, node affine.1 (affine), rule "assignment"',
		);
});
