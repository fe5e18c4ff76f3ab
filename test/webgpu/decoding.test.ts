import { expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { DecodeSession } from "../../src/generate/decode-session.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";
import {
	randomModel,
	smallConfigs,
} from "../../src/generate/testing/random-model.ts";
import type { Model } from "../../src/models/model.ts";
import type { Tuning } from "../../src/nn/parameters.ts";
import { cpu, describeOnWebGpu, webgpu } from "./on-webgpu.ts";
import { adapters } from "./random-step.ts";

const random = new RandomStream(11, "rows");
const draw = (length: number) =>
	Int32Array.from({ length }, () => random.integer(61));
const prompts = [draw(7), draw(2), draw(5)];
const [long, short] = [draw(50), draw(3)];
const steps = Array.from({ length: 8 }, () => draw(prompts.length));

/** Logits of every call that returns some. */
async function decode(
	model: Model,
	device: typeof cpu | typeof webgpu,
	tuning: Tuning = { kind: "none" },
): Promise<Float32Array[]> {
	const session = await DecodeSession.open(model, {
		...{ tuning, precision: "float32" },
		...device,
	});
	const factors = new RandomStream(5, "factors");
	const adapter = session.noAdapter;
	for (const { data } of Object.values(adapter))
		for (let i = 0; i < data.length; i++) data[i] = 0.2 * factors.normal();
	const decoder = new ModelDecoder(session, adapter);
	const found: Float32Array[] = [];
	const note = async (logits: Promise<Float32Array>) => {
		found.push((await logits).slice());
	};
	const step = (count = prompts.length) =>
		note(decoder.step((steps[found.length % 8] as Int32Array).slice(0, count)));
	const read = prompts.map((ids, slot) => ({ slot, ids, cached: 0 }));

	decoder.reset(prompts.length, 60);
	await note(decoder.prefill(read));
	for (let i = 0; i < 3; i++) await step();
	// The start of a prompt is in the cache already, and another row takes a slot.
	decoder.copy(0, 2, 4);
	const shared = Int32Array.of(...prompts[0]!.subarray(0, 4), 1, 2, 3);
	await note(
		decoder.prefill([
			{ slot: 2, ids: shared, cached: 4 },
			{ slot: 1, ids: short, cached: 0 },
		]),
	);
	await step();
	decoder.copy(0, 1);
	decoder.copy(2, 2, 5);
	await step();
	await note(decoder.extend(steps.slice(0, 3).map((ids, b) => ids.slice(b))));
	// More room, twice the same prompt, then some slots rest.
	await note(decoder.prefill([{ slot: 0, ids: long, cached: 0 }]));
	decoder.copy(0, 1);
	await step(2);
	await step(2);
	await step();
	decoder.reset(2, 20);
	await note(decoder.prefill(read.slice(0, 2)));
	await step(2);
	await session.dispose();
	return found;
}

/** Compares both devices and returns the logits. */
async function compare(model: Model, tuning: Tuning): Promise<Float32Array[]> {
	const [expected, found] = [
		await decode(model, cpu, tuning),
		await decode(model, webgpu, tuning),
	];
	expect(found).toHaveLength(expected.length);
	for (const [call, logits] of expected.entries())
		for (const [i, value] of logits.entries())
			expect(
				Math.abs(found[call]![i]! - value),
				`call ${call}, logit ${i}`,
			).toBeLessThan(1e-4);
	return found;
}

describeOnWebGpu("decoding with a cache on WebGPU agrees with the CPU", () => {
	for (const [name, config] of Object.entries(smallConfigs))
		it(name, async () => {
			await compare(await randomModel(config), { kind: "none" });
		});

	it("with adapters, which stay there too", async () => {
		const model = await randomModel(Object.values(smallConfigs)[0]!);
		const [plain] = await decode(model, cpu);
		const [tuned] = await compare(model, adapters(model));
		const gaps = tuned!.map((x, i) => Math.abs(x - plain![i]!));
		expect(Math.max(...gaps)).toBeGreaterThan(0.1);
	});
});
