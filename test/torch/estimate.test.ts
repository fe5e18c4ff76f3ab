import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { pythonVariables } from "../../src/engine/torch/environment.ts";
import {
	layerActivationBytes,
	type TorchSetup,
} from "../../src/engine/torch/estimate/memory.ts";
import { shapeOfConfig } from "../../src/engine/torch/estimate/shape.ts";
import { tokenFlops } from "../../src/engine/torch/estimate/time.ts";

const python = inject("python");
const path = (name: string) =>
	fileURLToPath(new URL(`../../${name}`, import.meta.url));

interface Counted {
	readonly setup: string;
	readonly tokens: number;
	readonly supervised: number;
	/** Kept for the backward pass. */
	readonly bytes: number;
	/** Operations per token in matrix products: of the forward pass, and of both. */
	readonly forward: number;
	readonly all: number;
}

const setups = ["float32", "bfloat16"].flatMap((precision) =>
	["lora", "full"].map((tuning) => `${precision}:${tuning}:0`),
);

function count(): Counted[] {
	const program = path("bench/memory/saved_bytes.py");
	const out = execFileSync(
		python!,
		[program, path("models/toy"), "100,112,60", ...setups, "float32:lora:1"],
		{ env: pythonVariables() as NodeJS.ProcessEnv, encoding: "utf8" },
	);
	return out
		.split("\n")
		.filter((line) => line.startsWith("{"))
		.map((line) => JSON.parse(line) as Counted);
}

/** What the norm after the last layer keeps of a token, which the estimate leaves out: of four layers it is up to 6%. */
function normBytes({ shape, tuning, precision }: TorchSetup): number {
	const each = precision === "float32" ? 4 : 2;
	return shape.hidden * (tuning.kind === "full" ? 12 : 4 + each);
}

describe.skipIf(python === null)("what PyTorch counts on a small model", () => {
	test("is what the estimate says", () => {
		const config = readFileSync(path("models/toy/config.json"), "utf8");
		const shape = shapeOfConfig(JSON.parse(config))!;
		const counted = count();
		expect(counted).toHaveLength(5);
		for (const one of counted) {
			const [precision, tuning, recompute] = one.setup.split(":");
			const setup: TorchSetup = {
				...{ shape, shard: "none", processes: 1, compares: false },
				tuning:
					tuning === "full" ? { kind: "full" } : { kind: "lora", rank: 8 },
				precision: precision as TorchSetup["precision"],
				...{ recompute: recompute === "1", tokens: 512, device: "cpu" },
			};
			const { setup: title } = one;
			const supervised = one.supervised / one.tokens;
			const work = { rowTokens: 0, supervised, scoringPasses: 0 };
			const flops = tokenFlops(setup, work);
			expect(flops.forward / one.forward, title).toBeCloseTo(1, 2);
			expect(Math.abs(flops.total / one.all - 1), title).toBeLessThan(0.02);
			if (setup.recompute) continue;
			const layers = shape.layers * layerActivationBytes(setup);
			const bytes = one.tokens * (layers + normBytes(setup));
			const ratio = bytes / one.bytes;
			console.log(`${title}: estimate / kept ${ratio.toFixed(4)}`);
			expect(Math.abs(ratio - 1), title).toBeLessThan(0.03);
		}
	});
});
