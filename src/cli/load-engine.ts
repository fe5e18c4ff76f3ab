import { TemperError } from "../core/error.ts";
import type { Engine } from "./engine.ts";

/** Brings in the layers that load ONNX Runtime. */
export async function loadEngine(): Promise<Engine> {
	throw new TemperError("internal", {
		where: "engine",
		expected: "the training loop and the decoder",
		found: "neither in this build",
	});
}
