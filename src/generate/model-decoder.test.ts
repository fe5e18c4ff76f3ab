import { afterAll, describe, expect, it, test } from "vitest";
import { RandomStream } from "../core/random.ts";
import type { Buffer, Buffers } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import type { Tuning } from "../nn/parameters.ts";
import { collect } from "./collect.ts";
import { type DecodeOptions, DecodeSession } from "./decode-session.ts";
import { generate } from "./generate.ts";
import { ModelDecoder } from "./model-decoder.ts";
import { FullPass } from "./testing/full-pass.ts";
import { randomModel, smallConfigs } from "./testing/random-model.ts";

const plain: DecodeOptions = {
	tuning: { kind: "none" },
	precision: "float32",
	device: "cpu",
	threads: 1,
};

const random = new RandomStream(11, "rows");
const randomRow = (length: number) =>
	Array.from({ length }, () => random.integer(61));

function furthest(a: Float32Array, b: Float32Array): number {
	expect(a.length).toBe(b.length);
	return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]!)), 0);
}

const flat = (rows: readonly Float32Array[]) =>
	Float32Array.from(rows.flatMap((row) => [...row]));

const slotPrompts = (rows: readonly (readonly number[])[]) =>
	rows.map((row, slot) => ({ slot, ids: Int32Array.from(row), cached: 0 }));

/** Feeds prompts, then `steps` more tokens a row, and compares every row's logits with the full pass. */
async function compare(
	decoder: ModelDecoder,
	oracle: FullPass,
	prompts: readonly (readonly number[])[],
	steps: number,
): Promise<void> {
	const rows = prompts.map((row) => [...row]);
	const capacity = Math.max(...rows.map(({ length }) => length)) + steps;
	decoder.reset(rows.length, capacity);
	let logits = await decoder.prefill(slotPrompts(rows));
	for (let step = 0; ; step++) {
		const V = decoder.vocabSize;
		for (const [b, expected] of (await oracle.last(rows)).entries())
			expect(
				furthest(logits.subarray(b * V, (b + 1) * V), expected),
				`row ${b} at step ${step}`,
			).toBeLessThan(1e-4);
		if (step === steps) return;
		const next = rows.map(() => random.integer(61));
		for (const [b, id] of next.entries()) rows[b]!.push(id);
		logits = await decoder.step(Int32Array.from(next));
	}
}

describe.each(Object.entries(smallConfigs))("%s", (_, config) => {
	it("decodes step by step what a full pass says, in rows of unequal lengths", async () => {
		const model = await randomModel(config);
		const session = await DecodeSession.open(model, plain);
		const oracle = await FullPass.open(model);
		const decoder = new ModelDecoder(session, null);
		await compare(
			decoder,
			oracle,
			[randomRow(7), randomRow(2), randomRow(5)],
			9,
		);
		await compare(decoder, oracle, [randomRow(1)], 4);
		await compare(decoder, oracle, [randomRow(1), randomRow(11)], 3);
		await session.dispose();
		await oracle.dispose();
	});
});

describe.each(Object.entries(smallConfigs))("slots of %s", (_, config) => {
	it("give the same greedy rows, however many there are", async () => {
		const session = await DecodeSession.open(await randomModel(config), plain);
		const prompts = [5, 2, 7, 2, 4, 1, 9, 3].map(randomRow);
		prompts.push(prompts[2]!, prompts[2]!);
		const rows = (batchRows: number) =>
			collect(
				generate(
					new ModelDecoder(session, null),
					prompts.map((row) => Int32Array.from(row)),
					{
						maxNewTokens: 12,
						sampling: { kind: "greedy" },
						seed: 0,
						// Enough for rows to end at different times, so that slots are taken over.
						stopIds: Array.from({ length: 8 }, (_, i) => 7 * i),
						stopStrings: [],
						batchRows,
						newText: null,
					},
				),
			);
		const alone = await rows(1);
		expect(await rows(3)).toEqual(alone);
		expect(await rows(8)).toEqual(alone);
		await session.dispose();
	});

	it("are read anew, copied and cut without a trace of what was there", async () => {
		const model = await randomModel(config);
		const session = await DecodeSession.open(model, plain);
		const oracle = await FullPass.open(model);
		const decoder = new ModelDecoder(session, null);
		const [long, short, other] = [randomRow(11), randomRow(3), randomRow(6)];
		decoder.reset(3, 20);
		await decoder.prefill(slotPrompts([long, other, long]));
		await decoder.step(Int32Array.of(1, 2, 3));
		await decoder.prefill(slotPrompts([short]));
		const joined = [...other.slice(0, 3), ...long];
		decoder.copy(1, 2, 3);
		const read = await decoder.prefill([
			{ slot: 2, ids: Int32Array.from(joined), cached: 3 },
			{ slot: 0, ids: Int32Array.from(short), cached: 2 },
		]);
		const whole = await oracle.last([joined, short]);
		expect(furthest(read, flat(whole))).toBeLessThan(1e-4);
		decoder.copy(1, 2, 6);
		decoder.copy(1, 1, 4);
		const found = await decoder.step(Int32Array.of(4, 5, 6));
		const expected = await oracle.last([
			[...short, 4],
			[...other.slice(0, 4), 5],
			[...other, 6],
		]);
		expect(furthest(found, flat(expected))).toBeLessThan(1e-4);
		await session.dispose();
		await oracle.dispose();
	});
});

describe.each(Object.entries(smallConfigs))(
	"a cache that is just long enough: %s",
	(_, config) => {
		it("reads the end of one row beside the whole of another", async () => {
			const model = await randomModel(config);
			const session = await DecodeSession.open(model, plain);
			const oracle = await FullPass.open(model);
			const decoder = new ModelDecoder(session, null);
			const [cached, other] = [randomRow(9), randomRow(7)];
			decoder.reset(2, 10);
			await decoder.prefill(slotPrompts([cached.slice(0, 8)]));
			const read = await decoder.prefill([
				{ slot: 0, ids: Int32Array.from(cached), cached: 8 },
				{ slot: 1, ids: Int32Array.from(other), cached: 0 },
			]);
			const whole = await oracle.last([cached, other]);
			expect(furthest(read, flat(whole))).toBeLessThan(1e-4);
			await session.dispose();
			await oracle.dispose();
		});
	},
);

const longConfigs = Object.entries(smallConfigs).filter(([name]) =>
	/llama|mistral/.test(name),
);

test.each(longConfigs)("prompts longer than one run: %s", async (_, config) => {
	const model = await randomModel({ ...config, max_position_embeddings: 1400 });
	const session = await DecodeSession.open(model, plain);
	const oracle = await FullPass.open(model);
	const decoder = new ModelDecoder(session, null);
	const prompts = [
		randomRow(1300),
		randomRow(3),
		randomRow(300),
		randomRow(513),
	];
	await compare(decoder, oracle, prompts, 2);
	await session.dispose();
	await oracle.dispose();
});

describe("adapters", () => {
	const tuning: Extract<Tuning, { kind: "lora" }> = {
		kind: "lora",
		rank: 2,
		alpha: 8,
		rslora: false,
		dropout: 0,
		paths: new Set([
			"model.layers.0.self_attn.q_proj",
			"model.layers.0.self_attn.v_proj",
			"model.layers.1.mlp.down_proj",
		]),
	};

	function randomAdapter({ architecture }: Model): Buffers {
		const values: Record<string, Buffer> = {};
		const add = (name: string, dims: [number, number]) => {
			const data = Float32Array.from({ length: dims[0] * dims[1] }, () =>
				random.normal(),
			);
			values[name] = { data, dims };
		};
		for (const { path, inFeatures, outFeatures } of architecture.linears) {
			if (!tuning.paths.has(path)) continue;
			add(`${path}.lora_A.weight`, [2, inFeatures]);
			add(`${path}.lora_B.weight`, [outFeatures, 2]);
		}
		return values;
	}

	it("stand beside the base in one session, each with its own cache", async () => {
		const model = await randomModel(Object.values(smallConfigs)[0]!);
		const adapter = randomAdapter(model);
		const session = await DecodeSession.open(model, { ...plain, tuning });
		const tuned = await FullPass.open(model, tuning, adapter);
		const base = await FullPass.open(model);
		const prompts = [randomRow(4), randomRow(6)];
		const [with_, without] = [
			new ModelDecoder(session, adapter),
			new ModelDecoder(session, null),
		];
		const rows = slotPrompts(prompts);
		with_.reset(2, 8);
		without.reset(2, 8);
		const a = await with_.prefill(rows);
		const b = await without.prefill(rows);
		expect(furthest(a, b)).toBeGreaterThan(0.1);
		const next = Int32Array.of(5, 6);
		const extended = prompts.map((row, i) => [...row, next[i]!]);
		expect(
			furthest(await with_.step(next), flat(await tuned.last(extended))),
		).toBeLessThan(1e-4);
		expect(
			furthest(await without.step(next), flat(await base.last(extended))),
		).toBeLessThan(1e-4);
		for (const one of [session, tuned, base]) await one.dispose();
	});
});

describe("refusals", () => {
	let session: DecodeSession;
	async function decoder(): Promise<ModelDecoder> {
		session ??= await DecodeSession.open(
			await randomModel(Object.values(smallConfigs)[0]!),
			plain,
		);
		return new ModelDecoder(session, null);
	}
	afterAll(() => session.dispose());

	it("names the positions of the model", async () => {
		const one = await decoder();
		expect(() => one.reset(1, 65)).toThrow(
			"generation: expected rows of at most 64 tokens, the positions of the model, found 65.",
		);
	});
	it.each([
		["empty", [], "prompt 2 of a batch: expected 1 to 4 tokens, found 0."],
		["too long", [1, 2, 3, 4, 5], "expected 1 to 4 tokens, found 5."],
		["of another vocabulary", [1, 61], "expected token ids below 61"],
		["with negative ids", [-1], "found -1"],
	])("a prompt that is %s", async (_, row, message) => {
		const one = await decoder();
		one.reset(2, 4);
		await expect(one.prefill(slotPrompts([[1], row]))).rejects.toThrow(message);
	});
	it("a step beyond the room that was asked for, and of an empty slot", async () => {
		const one = await decoder();
		one.reset(2, 2);
		await one.prefill(slotPrompts([[1]]));
		await expect(one.step(Int32Array.of(1, 1))).rejects.toThrow("of 1, 0");
		await one.step(Int32Array.of(1));
		await expect(one.step(Int32Array.of(1))).rejects.toThrow("rows of 2");
	});
	it("a cache beyond the machine's memory", async () => {
		const config = {
			...Object.values(smallConfigs)[0],
			max_position_embeddings: 2 ** 31 - 1,
		};
		const huge = await DecodeSession.open(await randomModel(config), plain);
		expect(() => new ModelDecoder(huge, null).reset(1, 2 ** 31 - 1)).toThrow(
			"half of this machine's memory",
		);
		await huge.dispose();
	});
});
