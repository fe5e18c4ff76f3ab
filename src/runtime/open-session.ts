import type { Graph } from "../graph/graph.ts";
import type { GraphSession, OpenSession } from "../graph/session.ts";
import { verifyGraph } from "../graph/verify.ts";
import type { DeviceOptions, WeightMemory } from "./device.ts";
import { OnnxSession } from "./onnx-session.ts";

/** What runs graphs: ONNX Runtime on a device, or sessions that the caller opens. */
export type Backend = DeviceOptions | { readonly open: OpenSession };

/** A backend whose sessions hold frozen weights in a given way, if it has a choice. */
export function holdingWeights(
	backend: Backend,
	weights: WeightMemory,
): Backend {
	return "open" in backend ? backend : { ...backend, weights };
}

/**
 * Verifies a graph and opens a session for it. Throws as `verifyGraph` does, and `device` if the device or the weights
 * cannot be used.
 */
export async function openSession(
	graph: Graph,
	backend: Backend,
): Promise<GraphSession> {
	verifyGraph(graph);
	return "open" in backend
		? backend.open(graph)
		: OnnxSession.create(graph, backend);
}
