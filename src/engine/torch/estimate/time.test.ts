import { expect, test } from "vitest";
import { knownShapes } from "./known-shapes.ts";
import type { TorchSetup } from "./memory.ts";
import { linearWeights } from "./shape.ts";
import { devices, tokenFlops, tokensPerSecond, type Work } from "./time.ts";

const [{ shape }] = knownShapes as [(typeof knownShapes)[0]];
const setup: TorchSetup = {
	...{ shape, tuning: { kind: "lora", rank: 8 }, precision: "float32" },
	...{ shard: "none", processes: 1, recompute: false, compares: false },
	...{ tokens: 512, device: "cpu" },
};
const full: TorchSetup = { ...setup, tuning: { kind: "full" } };

/**
 * Operations per token in matrix products of one micro-batch of 509 tokens, 256 of them supervised: forward pass, and forward and
 * backward pass, in millions. torch's FlopCounterMode counted them in `temper_torch` on SmolLM2-135M, PyTorch 2.15. Attention is left out,
 * because the counter counts masked scores too.
 */
const counted: readonly [string, TorchSetup, number, number][] = [
	["LoRA", setup, 245.7, 523.6],
	["full", full, 240.8, 750.9],
	["LoRA, recomputed", { ...setup, recompute: true }, 245.7, 740.6],
];

test.each(counted)(
	"%s: products are those that PyTorch counts",
	(_, one, forward, all) => {
		const work: Work = {
			rowTokens: 0,
			supervised: 256 / 509,
			scoringPasses: 0,
		};
		const flops = tokenFlops(one, work);
		expect(flops.forward / 1e6 / forward).toBeCloseTo(1, 2);
		expect(flops.total / 1e6 / all).toBeCloseTo(1, 2);
	},
);

test("full tuning takes 6 operations a weight, a frozen base 4, recomputing 2 more, and a reference 2", () => {
	const work: Work = { rowTokens: 0, supervised: 0, scoringPasses: 0 };
	const weights = linearWeights(shape);
	const none = { ...setup, tuning: { kind: "lora", rank: 0 } } as const;
	expect(tokenFlops(full, work).total).toBe(6 * weights);
	expect(tokenFlops(none, work).total).toBe(4 * weights);
	expect(tokenFlops({ ...none, recompute: true }, work).total).toBe(
		6 * weights,
	);
	const scored = tokenFlops(none, { ...work, scoringPasses: 1 });
	expect(scored.total).toBe(6 * weights);
});

test("speed grows with devices and their share of the peak", () => {
	const work: Work = { rowTokens: 1024, supervised: 1, scoringPasses: 0 };
	const [device] = devices as [(typeof devices)[0]];
	const one = tokensPerSecond(full, work, device, 0.3);
	const two = tokensPerSecond({ ...full, processes: 2 }, work, device, 0.3);
	expect(two / one).toBeCloseTo(2);
	expect(one * tokenFlops(full, work).total).toBeCloseTo(0.3 * 165e12, -8);
});
