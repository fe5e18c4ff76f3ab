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
 * Matrix products of one micro-batch of 509 tokens, 256 of them supervised, per token: what torch's FlopCounterMode counted in
 * `temper_torch` on SmolLM2-135M, without attention, of which it counts masked scores too.
 */
const counted = { forward: 245.7e6, backward: 277.9e6 };

test("products are those that PyTorch counts", () => {
	const work: Work = { rowTokens: 0, supervised: 256 / 509, scoringPasses: 0 };
	const { forward, backward } = tokenFlops(setup, work);
	expect(forward / counted.forward).toBeCloseTo(1, 2);
	expect(backward / counted.backward).toBeCloseTo(1, 2);
});

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
