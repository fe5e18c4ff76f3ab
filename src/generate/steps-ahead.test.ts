import { afterAll, beforeAll, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import { collect } from "./collect.ts";
import { DecodeSession } from "./decode-session.ts";
import type { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";
import type { GenerationOptions } from "./generation-options.ts";
import { ModelDecoder } from "./model-decoder.ts";
import type { Sampling } from "./sampling/sampling.ts";
import { randomModel, smallConfigs } from "./testing/random-model.ts";

let session: DecodeSession;

beforeAll(async () => {
	session = await DecodeSession.open(
		await randomModel(Object.values(smallConfigs)[0]!),
		{
			...{ tuning: { kind: "none" }, precision: "float32" },
			...{ device: "cpu", threads: 1 },
		},
	);
});

afterAll(() => session.dispose());

const random = new RandomStream(23, "rows");
const prompts = [5, 2, 7, 3, 4, 6, 2, 8].map((length) =>
	Int32Array.from({ length }, () => random.integer(61)),
);
const sampling: Sampling = {
	...{ kind: "sample", temperature: 1, topK: null, topP: null, minP: null },
};
const options: GenerationOptions = {
	...{ maxNewTokens: 11, sampling, seed: 3 },
	stopIds: Array.from({ length: 6 }, (_, i) => 9 * i),
	...{ stopStrings: [], batchRows: 5, newText: null },
};

/** Notes how many steps each choice takes; without `chooses`, callers choose from logits. */
function noted(chooses: boolean) {
	const inner = new ModelDecoder(session, null);
	const taken: { readonly rows: number; readonly steps: number }[] = [];
	const decoder: Decoder = {
		...{ vocabSize: inner.vocabSize, maxLength: inner.maxLength },
		reset: (slots, capacity) => inner.reset(slots, capacity),
		prefill: (given) => inner.prefill(given),
		copy: (from, to, length) => inner.copy(from, to, length),
		step: (ids) => inner.step(ids),
		...(chooses && {
			choose(ids: Int32Array, kind: Sampling, uniforms: Float64Array) {
				taken.push({ rows: ids.length, steps: uniforms.length / ids.length });
				return inner.choose(ids, kind, uniforms);
			},
		}),
	};
	return { decoder, taken };
}

it("rows that choose some steps ahead are those that are chosen step by step", async () => {
	const { decoder, taken } = noted(true);
	const ahead = await collect(generate(decoder, prompts, options));
	const stepwise = generate(noted(false).decoder, prompts, options);
	expect(ahead).toEqual(await collect(stepwise));
	const steps = new Set(taken.map((one) => one.steps));
	expect(Math.max(...steps)).toBe(4);
	// Before the limit of tokens of some row.
	expect(steps.size).toBeGreaterThan(1);
	const ends = ahead.map(({ ids }) => ids.length);
	expect(new Set(ends).size).toBeGreaterThan(2);
});

it("few rows report each token when it is chosen", async () => {
	const { decoder, taken } = noted(true);
	await collect(generate(decoder, prompts, { ...options, batchRows: 3 }));
	expect(new Set(taken.map(({ steps }) => steps))).toEqual(new Set([1]));
});

it("an interruption leaves out the steps that were taken ahead", async () => {
	const stop = new AbortController();
	const { decoder, taken } = noted(true);
	const tokens = prompts.slice(0, 4).map(() => 0);
	const some = { ...options, stopIds: [], batchRows: 4 };
	const events = generate(decoder, prompts.slice(0, 4), some, stop);
	for await (const event of events) {
		if (event.kind === "end") continue;
		tokens[event.row]!++;
		if (event.row === 2 && tokens[2] === 3) stop.abort();
	}
	expect(taken).toEqual([{ rows: 4, steps: 4 }]);
	expect(tokens).toEqual([3, 3, 3, 3]);
});

it("a step writes its logits over those of a step of as many rows", async () => {
	const decoder = new ModelDecoder(session, null);
	decoder.reset(2, 16);
	await decoder.prefill(
		prompts.slice(0, 2).map((ids, slot) => ({ slot, ids, cached: 0 })),
	);
	const first = await decoder.step(Int32Array.of(1, 2));
	const kept = first.slice();
	const second = await decoder.step(Int32Array.of(3, 4));
	expect(second).toBe(first);
	expect(second).not.toEqual(kept);
	const alone = await decoder.step(Int32Array.of(5));
	expect(alone).not.toBe(first);
	expect(alone).toHaveLength(decoder.vocabSize);
});
