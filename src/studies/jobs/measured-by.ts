import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { deviceOf } from "../../runtime/device.ts";
import {
	type EngineSettings,
	type EngineSource,
	engineOf,
} from "../../train/prepare/engine-of.ts";
import type { MeasureOptions } from "./job-request.ts";

/** Runs of a study share the cores: each computes with one thread unless its recipe names a number. */
export function withOneThread(device: Recipe["device"]): Recipe["device"] {
	return device.kind === "cpu"
		? { ...device, threads: device.threads ?? 1 }
		: device;
}

type Measuring = Pick<MeasureOptions, "device" | "engine">;

/** What measures the models of a recipe in a study: the engine that trains them, with one thread unless the recipe names a number. */
export function measuredBy({
	engine,
	device,
	precision,
}: EngineSettings): Measuring {
	const settings = { engine, ...(precision !== undefined && { precision }) };
	return {
		device: deviceOf(withOneThread(device)),
		...(engine.kind !== "onnx" && { engine: settings }),
	};
}

/** The engine of a job that measures. */
export function jobEngine(
	{
		device: { device: kind, threads },
		engine = { engine: { kind: "onnx" } },
	}: Measuring,
	engines: EngineSource = engineOf,
) {
	const device = kind === "cpu" ? { kind, threads } : { kind };
	return engines({ ...engine, device });
}
