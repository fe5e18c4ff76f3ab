import type { MeasuringEngine } from "../../engine/measured.ts";
import { graphEngine } from "../../engine/onnx/graph-engine.ts";
import type { Backend } from "../../runtime/open-session.ts";

export interface MeasuringEngineOptions {
	/** What ONNX Runtime computes on, if no engine is given; a CPU if left out. */
	readonly device?: Backend;
	/** Who computes; ONNX Runtime if left out. */
	readonly engine?: MeasuringEngine;
}

/** The engine that is given, or ONNX Runtime on the device. */
export function measuringEngine({
	engine,
	device = { device: "cpu", threads: null },
}: MeasuringEngineOptions): MeasuringEngine {
	return engine ?? graphEngine("ONNX Runtime", device);
}
