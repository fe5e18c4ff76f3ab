/**
 * Graphs of operations: build one, differentiate it, and run it in ONNX Runtime or in the float64 interpreter.
 * @module
 */

// Build.
export { Ops } from "../graph/ops.ts";
export type { Graph, Node, Value } from "../graph/graph.ts";

// Differentiate.
export { gradients } from "../grad/gradients.ts";

// Read and check.
export { printGraph } from "../graph/print.ts";
export {
	type GraphFault,
	type GraphRule,
	graphFaults,
	verifyGraph,
} from "../graph/verify.ts";

// Run: in ONNX Runtime, on a device, or in the interpreter.
export type {
	Buffer,
	Buffers,
	GraphSession,
	OpenSession,
} from "../graph/session.ts";
export { type Backend, openSession } from "../runtime/open-session.ts";
export { type Device, type DeviceOptions, devices } from "../runtime/device.ts";
export { checkDevice } from "../runtime/devices.ts";
export { interpret } from "../graph/interpret/interpret.ts";
export { type Tensor, tensor } from "../graph/interpret/tensor.ts";
