import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonVariables } from "../../src/engine/torch/environment.ts";
import { gradients } from "../../src/grad/gradients.ts";
import type { Graph, Value } from "../../src/graph/graph.ts";
import { type GraphJson, graphToJson } from "../../src/graph/graph-json.ts";
import { interpret } from "../../src/graph/interpret/interpret.ts";
import type { Tensor } from "../../src/graph/interpret/tensor.ts";
import { Ops } from "../../src/graph/ops.ts";

export type Feeds = Readonly<Record<string, Tensor>>;

/** A graph with an output `sum`, and inputs for it. */
export interface LossCase {
	readonly dtype: "float64" | "float32" | "bfloat16";
	readonly graph: GraphJson;
	readonly feeds: Feeds;
}

/** What Python made of a case: numbers by the name of the output or input. */
export interface LossResult {
	readonly dtypes: readonly string[];
	readonly outputs: Readonly<Record<string, readonly number[]>>;
	readonly shapes: Readonly<Record<string, readonly number[]>>;
	/** Of `sum`. */
	readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** Evaluates all cases in one Python process. A case that fails is the error's message. */
export function evaluateInTorch(
	python: string,
	cases: readonly LossCase[],
): readonly (LossResult | { readonly error: string })[] {
	const input = cases.map(({ dtype, graph, feeds }) => {
		const used = Object.keys(graph.inputs).flatMap((name) => {
			const given = feeds[name];
			if (!given) return [];
			const { shape, data } = given;
			return [[name, { shape, data: [...data] }] as const];
		});
		return JSON.stringify({ dtype, graph, inputs: Object.fromEntries(used) });
	});
	const program = join(import.meta.dirname, "programs", "loss_graphs.py");
	const { status, stdout, stderr } = spawnSync(python, [program], {
		env: { ...pythonVariables(), OMP_NUM_THREADS: "1" },
		input: `${input.join("\n")}\n`,
		encoding: "utf8",
		maxBuffer: 2 ** 28,
	});
	if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
	return stdout
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

/** A graph with an output `sum`, as data, and the same one with `grad.NAME` of `sum` by every input. */
export interface Differentiable {
	readonly graph: Graph;
	readonly json: GraphJson;
	readonly withGradients: Graph;
}

/** Builds a graph by `build`, which adds its outputs. */
export function differentiable(build: (ops: Ops) => void): Differentiable {
	const ops = new Ops();
	build(ops);
	const graph = ops.graph();
	const inputs = graph.leaves.flatMap(({ value, source }) =>
		source.kind === "input" ? [value] : [],
	);
	// The sum need not depend on all of them.
	const sum = inputs.reduce(
		(sum, value) => ops.add(sum, ops.affine(ops.sum(value), 0)),
		graph.outputs.sum as Value,
	);
	gradients(ops, sum, inputs).forEach((grad, i) => {
		ops.output(`grad.${inputs[i]?.name}`, grad);
	});
	return { graph, json: graphToJson(graph), withGradients: ops.graph() };
}

/** How often the operand of a clamp is on a limit, and how often both operands of a maximum are equal. */
export function countTies(graph: Graph, feeds: Feeds): number {
	const read = graph.nodes.flatMap((node) =>
		node.op === "maximum" || node.op === "clamp" ? node.inputs : [],
	);
	const outputs = Object.fromEntries(read.map((value) => [value.name, value]));
	const found = interpret({ ...graph, outputs }, feeds);
	const numbers = ({ name }: Value) => [...(found[name] as Tensor).data];
	let ties = 0;
	for (const node of graph.nodes)
		if (node.op === "clamp") {
			const { min, max } = node.attributes;
			const onLimit = (x: number) => x === min || x === max;
			ties += numbers(node.inputs[0]).filter(onLimit).length;
		} else if (node.op === "maximum") {
			const [a, b] = [numbers(node.inputs[0]), numbers(node.inputs[1])];
			ties += a.filter((x, i) => x === b[i]).length;
		}
	return ties;
}
