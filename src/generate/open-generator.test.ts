import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSafetensors } from "../formats/safetensors/safetensors.ts";
import {
	readIntegers,
	readTensor,
} from "../formats/safetensors/tensor-data.ts";
import { collect } from "./collect.ts";
import type { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";
import { openGenerator } from "./open-generator.ts";

const cpu = { device: "cpu", threads: 1 } as const;

/** Checkpoints with what transformers and PEFT computed from them; their folder is no part of the repository. */
const folder = process.env.TEMPER_CONFORMANCE ?? "../shared/conformance";
const cases = existsSync(folder)
	? readdirSync(folder, { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name)
	: [];

async function expectedOf(name: string) {
	const file = join(folder, name, "expected.safetensors");
	return (await openSafetensors(file)).tensors;
}

async function greedy(decoder: Decoder, prompt: Int32Array, count: number) {
	const events = generate(decoder, [prompt], {
		maxNewTokens: count,
		sampling: { kind: "greedy" },
		seed: 0,
		stopIds: [],
		stopStrings: [],
		batchRows: 1,
		newText: null,
	});
	return (await collect(events)).flatMap(({ ids }) => ids);
}

describe.skipIf(cases.length === 0)(
	"recorded cases (skipped where no folder holds any: set TEMPER_CONFORMANCE)",
	() => {
		it.each(cases)("%s continues as transformers does", async (name) => {
			const { base, dispose } = await openGenerator(
				join(folder, name),
				null,
				cpu,
			);
			const stored = (await expectedOf(name)).get("greedy")!;
			const expected = await readIntegers(stored);
			const prompt = Int32Array.from(expected.slice(0, 5));
			expect(await greedy(base, prompt, expected.length - 5)).toEqual(
				expected.slice(5),
			);
			await dispose();
		});

		it.each(cases)("%s with its adapter says what PEFT says", async (name) => {
			const path = join(folder, name);
			const opened = await openGenerator(path, join(path, "adapter"), cpu);
			const tensors = await expectedOf(name);
			const ids = await readIntegers(tensors.get("input_ids")!);
			const row = Int32Array.from(ids.slice(0, 5));
			const V = opened.base.vocabSize;
			for (const [decoder, logits] of [
				[opened.tuned, "lora.logits"],
				[opened.base, "logits"],
			] as const) {
				decoder.reset(1, 5);
				const found = await decoder.prefill([{ slot: 0, ids: row, cached: 0 }]);
				const all = await readTensor(tensors.get(logits)!);
				const expected = all.subarray(4 * V, 5 * V);
				const far = found.map((x, i) => Math.abs(x - expected[i]!));
				expect(Math.max(...far), logits).toBeLessThan(1e-4);
			}
			await opened.dispose();
		});
	},
);
