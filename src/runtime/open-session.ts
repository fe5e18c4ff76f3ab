import type { Graph } from "../graph/graph.ts";
import type { GraphSession, OpenSession } from "../graph/session.ts";
import type { DeviceOptions } from "./device.ts";
import { OnnxSession } from "./onnx-session.ts";

/** What runs graphs: ONNX Runtime on a device, or sessions that the caller opens. */
export type Backend = DeviceOptions | { readonly open: OpenSession };

/** Opens a session for a graph. Throws `device` if the device or the weights cannot be used. */
export function openSession(
	graph: Graph,
	backend: Backend,
): Promise<GraphSession> {
	return "open" in backend
		? backend.open(graph)
		: OnnxSession.create(graph, backend);
}
