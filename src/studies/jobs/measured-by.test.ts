import { afterEach, expect, test, vi } from "vitest";
import { engineSchema } from "../../recipes/schemas/engine-schema.ts";
import { jobEngine, measuredBy } from "./measured-by.ts";

const cpu = { kind: "cpu", threads: null } as const;
const torch = engineSchema.parse({ kind: "torch", gpus: 2 });

afterEach(() => vi.unstubAllEnvs());

test("measurements take the engine, the precision and the device of a recipe, with one thread", () => {
	const onnx = engineSchema.parse("onnx");
	const one = { device: "cpu", threads: 1 };
	const precision = "nf4";
	expect(measuredBy({ engine: onnx, device: cpu })).toEqual({ device: one });
	expect(measuredBy({ engine: torch, device: cpu, precision })).toEqual({
		...{ device: one, engine: { engine: torch, precision } },
	});
	const device = { kind: "cpu", threads: 3 } as const;
	expect(measuredBy({ engine: torch, device }).device.threads).toBe(3);
});

test("the engine of a job is the recipe's, and says so if it is not installed", async () => {
	const own = measuredBy({ engine: torch, device: cpu });
	expect(jobEngine({ device: own.device }).name).toBe("ONNX Runtime on cpu");
	const engine = jobEngine(own);
	expect(engine.name).toBe("PyTorch in 2 processes, float32");
	vi.stubEnv("TEMPER_PYTHON", "/nowhere/python");
	const subject = { model: "models/toy", adapter: null };
	await expect(
		engine.openMeasured({ own: subject, other: null, tokens: 64 }),
	).rejects.toThrow(/TEMPER_PYTHON.*\/nowhere\/python/s);
});
