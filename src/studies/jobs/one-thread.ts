import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";

/** Runs of a study share the cores: each computes with one thread unless its recipe names a number. */
export function withOneThread(device: Recipe["device"]): Recipe["device"] {
	return device.kind === "cpu"
		? { ...device, threads: device.threads ?? 1 }
		: device;
}
