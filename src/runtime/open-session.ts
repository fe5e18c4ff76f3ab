import { availableParallelism } from "node:os";
import type { Graph } from "../graph/graph.ts";
import type { GraphSession, OpenSession } from "../graph/session.ts";
import { verifyGraph } from "../graph/verify.ts";
import type { DeviceOptions, WeightMemory } from "./device.ts";
import { OnnxSession } from "./onnx-session.ts";
import { SessionPool } from "./threads/session-pool.ts";

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
 * Verifies a graph and opens a session for it. `width`: how many runs it should compute at the same time, each with an equal share
 * of the threads; sessions that the caller opens may compute fewer. Throws as `verifyGraph` does, and `device` if the device or the weights
 * cannot be used.
 */
export async function openSession(
	graph: Graph,
	backend: Backend,
	width = 1,
): Promise<GraphSession> {
	verifyGraph(graph);
	if ("open" in backend) return backend.open(graph);
	if (width === 1) return OnnxSession.create(graph, backend);
	return SessionPool.create(graph, width, shareOf(backend, width));
}

/** The device of each of some sessions side by side: with an equal share of the threads. */
export function shareOf(
	device: DeviceOptions,
	sessions: number,
): DeviceOptions {
	return { ...device, threads: Math.floor(threadsOf(device) / sessions) };
}

/** Threads that a session on the CPU computes with. */
export function threadsOf({ threads }: DeviceOptions): number {
	return threads ?? availableParallelism();
}
