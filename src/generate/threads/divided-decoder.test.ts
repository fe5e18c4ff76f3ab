import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { RandomStream } from "../../core/random.ts";
import type { Buffers } from "../../graph/session.ts";
import type { Tuning } from "../../nn/parameters.ts";
import { collect, type Generation } from "../collect.ts";
import { DecodeSession } from "../decode-session.ts";
import type { Decoder } from "../decoder.ts";
import { type GenerationEvent, generate } from "../generate.ts";
import type { GenerationOptions } from "../generation-options.ts";
import { ModelDecoder } from "../model-decoder.ts";
import { randomModel, smallConfigs } from "../testing/random-model.ts";
import { DecoderThread } from "./decoder-thread.ts";
import { DividedDecoder } from "./divided-decoder.ts";

const cpu = { device: "cpu", threads: 1 } as const;
const config = Object.values(smallConfigs)[0]!;
const layer = "model.layers.0.self_attn.q_proj";
const tuning: Tuning = {
	kind: "lora",
	...{ rank: 2, alpha: 4, rslora: false, dropout: 0 },
	paths: new Set([layer]),
};

const random = new RandomStream(5, "divided");
const start = [3, 1, 4, 1, 5];
const row = (length: number) =>
	Int32Array.from([
		...start,
		...Array.from({ length }, () => random.integer(61)),
	]);
// Prompts share their starts, and some are equal: slots are copied from part to part.
const prompts = [5, 2, 7, 2, 4, 1, 9, 3, 6, 8, 2].map(row);
prompts.push(prompts[2]!, prompts[2]!, prompts[4]!);
// The start of another: one token of it is left to be read.
prompts.push(prompts[9]!.slice(0, 9));

const sample: GenerationOptions = {
	maxNewTokens: 12,
	sampling: {
		...{ kind: "sample", temperature: 1 },
		...{ topK: null, topP: null, minP: null },
	},
	seed: 7,
	// Enough for rows to end at different times, so that slots are taken over and given up.
	stopIds: Array.from({ length: 6 }, (_, i) => 9 * i),
	stopStrings: [],
	batchRows: 7,
	newText: null,
};

describe.each(["float32", "int8"] as const)("in %s", (precision) => {
	let session: DecodeSession;
	let threads: DecoderThread[];

	beforeAll(async () => {
		const model = await randomModel(config);
		session = await DecodeSession.open(model, { ...cpu, tuning, precision });
		threads = [1, 2].map(
			() => new DecoderThread({ ...session.plan, device: cpu }),
		);
	});

	afterAll(async () => {
		await Promise.all(threads.map((thread) => thread.dispose()));
		await session.dispose();
	});

	function divided(adapter: Buffers | null, parts: number): Decoder {
		const others = threads.map((thread) => thread.decoder());
		return new DividedDecoder(new ModelDecoder(session, adapter), {
			...{ others: () => others, most: parts },
			adapter: () => session.inBasis(adapter ?? session.noAdapter),
		});
	}

	const whole = (adapter: Buffers | null) => new ModelDecoder(session, adapter);

	const answers = (
		decoder: Decoder,
		options: Partial<GenerationOptions> = {},
	): Promise<Generation[]> =>
		collect(generate(decoder, prompts, { ...sample, ...options }));

	it.each([2, 3])("%i parts answer as one does", async (parts) => {
		const one = await answers(whole(null));
		expect(new Set(one.map(({ ids }) => ids.length)).size).toBeGreaterThan(3);
		expect(await answers(divided(null, parts))).toEqual(one);
		const greedy = { sampling: { kind: "greedy" } } as const;
		const decoder = divided(null, parts);
		expect(await answers(decoder, greedy)).toEqual(
			await answers(whole(null), greedy),
		);
		// Too few rows to divide: the next generation of the same decoder.
		expect(await answers(decoder, { batchRows: 3 })).toEqual(one);
	});

	it("reports events in the order in which one part does", async () => {
		const events = async (decoder: Decoder) => {
			const all: GenerationEvent[] = [];
			for await (const event of generate(decoder, prompts, sample))
				all.push(event);
			return all;
		};
		expect(await events(divided(null, 2))).toEqual(await events(whole(null)));
	});

	it("computes with the values that an adapter has at a reset", async () => {
		const adapter = Object.fromEntries(
			Object.entries(session.noAdapter).map(([name, { data, dims }]) => [
				name,
				{ data: Float32Array.from(data), dims },
			]),
		);
		const decoder = divided(adapter, 2);
		const before = await answers(decoder);
		for (const { data } of Object.values(adapter))
			for (let i = 0; i < data.length; i++) data[i] = Math.sin(i);
		const after = await answers(decoder);
		expect(after).not.toEqual(before);
		expect(after).toEqual(await answers(whole(adapter)));
	});

	it("ends all rows once the signal aborts", async () => {
		const stop = new AbortController();
		const events = generate(divided(null, 2), prompts, sample, stop);
		const ends: string[] = [];
		let tokens = 0;
		for await (const event of events) {
			if (event.kind === "end") ends.push(event.reason);
			else if (++tokens === 9) stop.abort();
		}
		expect(ends).toHaveLength(prompts.length);
		expect(ends).toContain("interrupted");
	});
});

it("fails with the error of the thread, and with device once it has ended", async () => {
	const model = await randomModel(config);
	const session = await DecodeSession.open(model, {
		...cpu,
		...{ tuning, precision: "float32" },
	});
	const thread = new DecoderThread({ ...session.plan, device: cpu });
	const other = thread.decoder();
	const decoder = new DividedDecoder(new ModelDecoder(session, null), {
		...{ others: () => [other], most: 2 },
		adapter: () => session.noAdapter,
	});
	const alien = [0, 1, 2, 3].map((i) => Int32Array.of(1, i === 1 ? 99 : 2));
	await expect(
		collect(generate(decoder, alien, { ...sample, batchRows: 4 })),
	).rejects.toMatchObject({ code: "data", found: "99" });
	expect(
		await collect(generate(decoder, prompts.slice(0, 4), sample)),
	).toHaveLength(4);
	await thread.dispose();
	const late = collect(generate(decoder, prompts, sample));
	await expect(late).rejects.toBeInstanceOf(TemperError);
	await expect(late).rejects.toMatchObject({ code: "device" });
	await session.dispose();
});

it("throws what opening the thread's session throws", async () => {
	const model = await randomModel(config);
	const session = await DecodeSession.open(model, {
		...cpu,
		...{ tuning, precision: "float32" },
	});
	const thread = new DecoderThread({
		...session.plan,
		device: { device: "cuda", threads: null },
	});
	await expect(thread.decoder().reset(1, 8, {})).rejects.toMatchObject({
		code: "device",
	});
	await thread.dispose();
	await session.dispose();
});
