import { TemperError } from "../../core/error.ts";
import type { Graph, Value } from "../../graph/graph.ts";
import { interpret } from "../../graph/interpret/interpret.ts";
import { type Tensor, tensor } from "../../graph/interpret/tensor.ts";
import type { Buffer, Buffers, GraphSession } from "../../graph/session.ts";
import { frozenWeights } from "./frozen-weights.ts";

/** The values that a node or an output reads. */
function valuesRead({ nodes, outputs }: Graph): ReadonlySet<Value> {
	return new Set([
		...nodes.flatMap(({ inputs }) => inputs),
		...Object.values(outputs),
	]);
}

const asTensor = ({ data, dims }: Buffer): Tensor =>
	tensor(dims, Float64Array.from(data));

/** Writes into `target` if there is one, else into a new array. */
function asBuffer({ shape, data }: Tensor, target: Buffer | undefined): Buffer {
	const into = target?.data ?? new Float32Array(data.length);
	into.set(data);
	return { data: into, dims: shape };
}

/**
 * A session in which the interpreter runs a graph: every operation in float64, frozen weights in their basis without quantisation. Results
 * are rounded to float32 on the way out. Slow: meant for models of a few thousand weights.
 */
export async function interpretedSession(graph: Graph): Promise<GraphSession> {
	const read = valuesRead(graph);
	const leaves = graph.leaves.filter(({ value }) => read.has(value));
	const pruned = { ...graph, leaves };
	const frozen = await frozenWeights(pruned);
	const inputs = leaves
		.filter(({ source }) => source.kind === "input")
		.map(({ value }) => value.name);
	return {
		inputs,
		async run(feeds: Buffers, into: Buffers = {}) {
			const given: Record<string, Tensor> = { ...frozen };
			for (const name of inputs) {
				const feed = feeds[name];
				if (!feed) throw missing(name);
				given[name] = asTensor(feed);
			}
			const results = Object.entries(interpret(pruned, given));
			return Object.fromEntries(
				results.map(([name, result]) => [name, asBuffer(result, into[name])]),
			);
		},
		async dispose() {},
	};
}

function missing(name: string): TemperError {
	return new TemperError("internal", {
		where: "session",
		expected: `a value for ${name}`,
		found: "none",
	});
}
