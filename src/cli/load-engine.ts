import { TemperError } from "../core/error.ts";
import type { Engine } from "./engine.ts";

/** Brings in the layers that load ONNX Runtime. */
export async function loadEngine(): Promise<Engine> {
	const { train } = await import("../train/train.ts");
	const { dryRun } = await import("../train/dry-run.ts");
	return {
		train,
		dryRun,
		openDecoder() {
			throw new TemperError("internal", {
				where: "engine",
				expected: "the decoder",
				found: "none in this build",
			});
		},
	};
}
