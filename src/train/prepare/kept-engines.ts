import type { SharedFiles } from "../../core/shared-files.ts";
import type { Engine } from "../../engine/engine.ts";
import { keepingEngine } from "../../engine/onnx/keeping-engine.ts";
import { deviceOf } from "../../runtime/device.ts";
import { type EngineSource, engineOf } from "./engine-of.ts";

/** Opens the engines of the jobs of one process. Engines of ONNX Runtime keep their sessions, and scores of equal weights on equal rows; `files`: where processes share those of bases. */
export function keptEngines(files: SharedFiles | null = null): EngineSource {
	const opened = new Map<string, Engine>();
	return (settings) => {
		if (settings.engine.kind !== "onnx") return engineOf(settings);
		const device = deviceOf(settings.device);
		const key = JSON.stringify(device);
		const engine = opened.get(key) ?? keepingEngine(device, files);
		opened.set(key, engine);
		return engine;
	};
}
