import { expect, test } from "vitest";
import { chooseShard, fewestDevices } from "./fit.ts";
import { knownShapes } from "./known-shapes.ts";
import {
	estimateMemory,
	layerActivationBytes,
	type TorchSetup,
	weightBytes,
} from "./memory.ts";
import { totalWeights } from "./shape.ts";

const shapeOf = (name: string) =>
	knownShapes.find((one) => one.name.endsWith(name))!.shape;

const base: Omit<TorchSetup, "shape"> = {
	...{ tuning: { kind: "lora", rank: 8 }, precision: "float32" },
	...{ shard: "none", processes: 1, recompute: false, compares: true },
	...{ tokens: 512, device: "cpu" },
};
const smollm2: TorchSetup = { ...base, shape: shapeOf("135M") };
const full = { kind: "full" } as const;

/**
 * Bytes that autograd kept of 509 tokens in three rows of SmolLM2-135M, without weights: unique storages that
 * `torch.autograd.graph.saved_tensors_hooks` saw in the forward pass of `temper_torch`, PyTorch 2.15, transformers 5.23, on a CPU.
 * Of full tuning in bfloat16, the copies of matrices that autocast makes are not counted.
 */
const kept: readonly [Partial<TorchSetup>, number][] = [
	[{ precision: "float32" }, 649_951_712],
	[{ precision: "bfloat16" }, 365_352_768],
	[{ precision: "float32", tuning: full }, 719_246_972],
	[{ precision: "bfloat16", tuning: full }, 697_036_412 - 212_336_640],
];

test.each(kept)(
	"activations of %o are those that PyTorch keeps",
	(part, bytes) => {
		const setup = { ...smollm2, ...part };
		const estimate = 509 * 30 * layerActivationBytes(setup);
		expect(Math.abs(estimate / bytes - 1)).toBeLessThan(0.02);
	},
);

test("weights are held in the type of the precision, and in float32 for full tuning", () => {
	const shape = shapeOf("8B");
	const bytes = (part: Partial<TorchSetup>) =>
		weightBytes({ ...base, shape, device: "cuda", ...part });
	const all = totalWeights(shape);
	expect(bytes({})).toBe(4 * all);
	expect(bytes({ precision: "bfloat16" })).toBe(2 * all);
	expect(bytes({ precision: "bfloat16", tuning: full })).toBe(4 * all);
	const embeddings = 2 * 128256 * 4096;
	expect(bytes({ precision: "nf4" })).toBeCloseTo(
		(all - embeddings) * 0.5625 + 2 * embeddings,
	);
	// A CPU multiplies quantised weights in float32, so the embedding is in float32 too.
	expect(bytes({ precision: "int8", device: "cpu" })).toBe(
		all - embeddings + 4 * embeddings,
	);
});

test("full tuning without a base takes 16 bytes a weight in float32, divided by the processes", () => {
	const setup: TorchSetup = { ...smollm2, tuning: full, compares: false };
	const held = ({ weights, training }: ReturnType<typeof estimateMemory>) =>
		weights + training;
	const one = held(estimateMemory(setup));
	expect(one).toBe(16 * totalWeights(setup.shape));
	const four: TorchSetup = { ...setup, shard: "full", processes: 4 };
	expect(held(estimateMemory(four))).toBe(one / 4);
	expect(estimateMemory({ ...setup, compares: true }).base).toBe(
		4 * totalWeights(setup.shape),
	);
});

test("recomputing keeps a layer's input, and one layer", () => {
	const { activations } = estimateMemory({ ...smollm2, recompute: true });
	expect(activations).toBe(
		512 * (30 * 576 * 4 + layerActivationBytes(smollm2)),
	);
});

test("a model is divided only if it does not fit, and never if it is quantised", () => {
	const setup = { ...base, shape: shapeOf("8B"), device: "cuda" } as const;
	const half = { ...setup, precision: "bfloat16" } as const;
	expect(chooseShard({ ...half, processes: 8 }, 80e9)).toBe("none");
	expect(chooseShard({ ...half, processes: 8 }, 16e9)).toBe("full");
	expect(chooseShard({ ...half, processes: 1 }, 16e9)).toBe("none");
	const nf4 = { ...setup, precision: "nf4", processes: 8 } as const;
	expect(chooseShard(nf4, 4e9)).toBe("none");
	expect(fewestDevices({ ...half, tuning: full }, 80e9)).toBe(4);
	expect(fewestDevices(nf4, 4e9)).toBeNull();
});
