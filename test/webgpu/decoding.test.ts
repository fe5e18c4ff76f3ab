import { expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { DecodeSession } from "../../src/generate/decode-session.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";
import {
	randomModel,
	smallConfigs,
} from "../../src/generate/testing/random-model.ts";
import type { Model } from "../../src/models/model.ts";
import { cpu, describeOnWebGpu, webgpu } from "./on-webgpu.ts";

const random = new RandomStream(11, "rows");
const draw = (length: number) =>
	Int32Array.from({ length }, () => random.integer(61));
const prompts = [draw(7), draw(2), draw(5)];
const steps = Array.from({ length: 5 }, () => draw(prompts.length));

/** Logits [B, V] after the prompts and after each of the given tokens. */
async function decode(
	model: Model,
	device: typeof cpu | typeof webgpu,
): Promise<Float32Array[]> {
	const session = await DecodeSession.open(model, {
		tuning: { kind: "none" },
		precision: "float32",
		...device,
	});
	const decoder = new ModelDecoder(session, null);
	decoder.reset(prompts.length, 16);
	const read = prompts.map((ids, slot) => ({ slot, ids, cached: 0 }));
	const logits = [(await decoder.prefill(read)).slice()];
	for (const ids of steps) logits.push((await decoder.step(ids)).slice());
	await session.dispose();
	return logits;
}

describeOnWebGpu("decoding with a cache on WebGPU agrees with the CPU", () => {
	for (const [name, config] of Object.entries(smallConfigs))
		it(name, async () => {
			const model = await randomModel(config);
			const [expected, found] = [
				await decode(model, cpu),
				await decode(model, webgpu),
			];
			for (const [step, logits] of expected.entries())
				for (const [i, value] of logits.entries())
					expect(
						Math.abs(found[step]![i]! - value),
						`step ${step}, logit ${i}`,
					).toBeLessThan(1e-4);
		});
});
