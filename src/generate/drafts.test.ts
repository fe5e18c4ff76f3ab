import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import { collect } from "./collect.ts";
import { DecodeSession } from "./decode-session.ts";
import type { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";
import { ModelDecoder } from "./model-decoder.ts";
import { FullPass } from "./testing/full-pass.ts";
import { randomModel, smallConfigs } from "./testing/random-model.ts";

const plain = {
	tuning: { kind: "none" },
	precision: "float32",
	device: "cpu",
	threads: 1,
} as const;

const random = new RandomStream(17, "rows");
const randomRow = (length: number) =>
	Array.from({ length }, () => random.integer(61));

/** A decoder that counts its passes, and that checks drafts or does not. */
function counted(inner: Decoder, checksDrafts: boolean) {
	const passes = { steps: 0, tokens: 0 };
	const decoder: Decoder = {
		vocabSize: inner.vocabSize,
		maxLength: inner.maxLength,
		reset: (slots, capacity) => inner.reset(slots, capacity),
		prefill: (prompts) => inner.prefill(prompts),
		copy: (from, to, length) => inner.copy(from, to, length),
		step(ids) {
			passes.steps++;
			passes.tokens += ids.length;
			return inner.step(ids);
		},
		checksDrafts,
		...(checksDrafts && {
			extend(parts: readonly Int32Array[]) {
				passes.steps++;
				passes.tokens += parts.flatMap((part) => [...part]).length;
				return inner.extend!(parts);
			},
		}),
	};
	return { decoder, passes };
}

describe.each(Object.entries(smallConfigs))("drafts with %s", (_, config) => {
	it("logits after each token of a chunk are those of a full pass, also after a part is taken back", async () => {
		const model = await randomModel(config);
		const session = await DecodeSession.open(model, plain);
		const oracle = await FullPass.open(model);
		const decoder = new ModelDecoder(session, null);
		const rows = [randomRow(6), randomRow(3)];
		decoder.reset(2, 16);
		await decoder.prefill(
			rows.map((row, slot) => ({ slot, ids: Int32Array.from(row), cached: 0 })),
		);
		for (const kept of [1, 3]) {
			const parts = [randomRow(4), randomRow(kept)];
			const logits = await decoder.extend(
				parts.map((part) => Int32Array.from(part)),
			);
			const read = rows.flatMap((row, b) =>
				parts[b]!.map((_, t) => [...row, ...parts[b]!.slice(0, t + 1)]),
			);
			const V = decoder.vocabSize;
			for (const [i, expected] of (await oracle.last(read)).entries())
				for (const [v, x] of expected.entries())
					expect(Math.abs(logits[i * V + v]! - x)).toBeLessThan(1e-4);
			for (const [b, row] of rows.entries()) {
				row.push(...parts[b]!.slice(0, kept));
				decoder.copy(b, b, row.length);
			}
		}
		await session.dispose();
		await oracle.dispose();
	});

	it("greedy rows are the same with drafts and without, in fewer passes", async () => {
		const model = await randomModel(config);
		const session = await DecodeSession.open(model, plain);
		const unit = randomRow(4);
		const prompts = [
			[...unit, ...unit, ...unit, ...unit.slice(0, 2)],
			randomRow(5),
			[...unit, 7, ...unit],
		].map((row) => Int32Array.from(row));
		const rows = async (checksDrafts: boolean, batchRows: number) => {
			const inner = new ModelDecoder(session, null);
			const { decoder, passes } = counted(inner, checksDrafts);
			const events = generate(decoder, prompts, {
				...{ maxNewTokens: 40, sampling: { kind: "greedy" }, seed: 0 },
				...{ stopIds: [3, 11], stopStrings: [], batchRows, newText: null },
			});
			return { rows: await collect(events), passes };
		};
		for (const batchRows of [1, 2]) {
			const [plainly, drafted] = [
				await rows(false, batchRows),
				await rows(true, batchRows),
			];
			expect(drafted.rows).toEqual(plainly.rows);
			expect(drafted.passes.steps).toBeLessThanOrEqual(plainly.passes.steps);
		}
		await session.dispose();
	});
});

const V = 12;

/** The next token is a function of the last one. */
function chain(next: (id: number) => number): Decoder {
	let lengths: number[] = [];
	const logits = (ids: readonly number[]) => {
		const all = new Float32Array(ids.length * V);
		for (const [i, id] of ids.entries()) all[i * V + next(id)] = 1;
		return all;
	};
	return {
		...{ vocabSize: V, maxLength: 64 },
		reset(slots) {
			lengths = Array(slots).fill(0);
		},
		async prefill(prompts) {
			for (const { slot, ids } of prompts) lengths[slot] = ids.length;
			return logits(prompts.map(({ ids }) => ids.at(-1)!));
		},
		copy(from, to, length = lengths[from]) {
			expect(lengths[from]).toBeGreaterThanOrEqual(length!);
			lengths[to] = length!;
		},
		async step(ids) {
			return this.extend!([...ids].map((id) => Int32Array.of(id)));
		},
		async extend(parts) {
			for (const [slot, part] of parts.entries()) {
				lengths[slot]! += part.length;
				expect(lengths[slot]).toBeLessThan(64);
			}
			return logits(parts.flatMap((part) => [...part]));
		},
	};
}

it("only a decoder in float32 checks drafts: int8 rounds away from single steps", async () => {
	const config = Object.values(smallConfigs)[0]!;
	const model = await randomModel(config);
	for (const precision of ["float32", "int8"] as const) {
		const session = await DecodeSession.open(model, { ...plain, precision });
		const checks = new ModelDecoder(session, null).checksDrafts;
		expect(checks).toBe(precision === "float32");
		await session.dispose();
	}
});

describe("passes", () => {
	const answer = async (next: (id: number) => number, checks: boolean) => {
		const { decoder, passes } = counted(chain(next), checks);
		const events = generate(decoder, [Int32Array.of(5)], {
			...{ maxNewTokens: 48, sampling: { kind: "greedy" }, seed: 0 },
			...{ stopIds: [11], stopStrings: [], batchRows: 1, newText: null },
		});
		return { rows: await collect(events), passes };
	};

	it("a text that repeats itself takes a fraction of them", async () => {
		const next = (id: number) => (id + 1) % 5;
		const [plainly, drafted] = [
			await answer(next, false),
			await answer(next, true),
		];
		expect(drafted.rows).toEqual(plainly.rows);
		expect(plainly.passes.steps).toBe(47);
		expect(drafted.passes.steps).toBeLessThan(16);
	});

	it("an answer ends within a draft as it ends without one", async () => {
		let turn = 0;
		const next = (id: number) => (id === 4 && ++turn > 6 ? 11 : (id + 1) % 5);
		const drafted = await answer(next, true);
		expect(drafted.rows[0]?.reason).toBe("stop");
		expect(drafted.rows[0]?.ids.at(-1)).toBe(11);
	});
});
