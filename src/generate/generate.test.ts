import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import { collect } from "./collect.ts";
import type { Decoder, SlotPrompt } from "./decoder.ts";
import { type GenerationEvent, generate } from "./generate.ts";
import type { GenerationOptions, TextStream } from "./generation-options.ts";
import type { Sampling } from "./sampling/sampling.ts";

const V = 26;

/** A model whose logits are a fixed function of all tokens of a row; checks what it is asked for. */
class TableDecoder implements Decoder {
	readonly vocabSize = V;
	readonly maxLength: number;
	/** What each slot holds. */
	slots: number[][] = [];
	/** Everything that was asked for, in a line each. */
	readonly calls: string[] = [];
	#capacity = 0;
	readonly #logits: (row: readonly number[]) => Float32Array;

	constructor(
		logits: (row: readonly number[]) => Float32Array = scrambled,
		maxLength = 64,
	) {
		this.#logits = logits;
		this.maxLength = maxLength;
	}

	reset(slots: number, capacity: number) {
		expect(capacity).toBeLessThanOrEqual(this.maxLength);
		this.#capacity = capacity;
		this.slots = Array.from({ length: slots }, () => []);
	}

	async prefill(prompts: readonly SlotPrompt[]) {
		for (const { slot, ids, cached } of prompts) {
			expect(cached).toBeLessThan(ids.length);
			expect(this.slots[slot]!.slice(0, cached)).toEqual([
				...ids.subarray(0, cached),
			]);
			this.slots[slot] = [...ids];
		}
		const slots = prompts.map(({ slot }) => slot);
		const left = prompts.map(({ ids, cached }) => ids.length - cached);
		this.calls.push(`read ${left} into ${slots}`);
		return this.#all(slots);
	}

	copy(from: number, to: number, length = this.slots[from]!.length) {
		expect(this.slots[from]!.length).toBeGreaterThanOrEqual(length);
		this.slots[to] = this.slots[from]!.slice(0, length);
		this.calls.push(`copy ${from} to ${to}`);
	}

	async step(ids: Int32Array) {
		const slots = [...ids.keys()];
		for (const slot of slots) this.slots[slot]!.push(ids[slot]!);
		this.calls.push(`step ${slots.length}`);
		return this.#all(slots);
	}

	#all(slots: readonly number[]) {
		const out = new Float32Array(slots.length * V);
		for (const [b, slot] of slots.entries()) {
			const row = this.slots[slot]!;
			expect(row.length).toBeGreaterThan(0);
			expect(row.length).toBeLessThan(this.#capacity);
			out.set(this.#logits(row), b * V);
		}
		return out;
	}
}

function scrambled(row: readonly number[]): Float32Array {
	const random = new RandomStream(5, row.join(","));
	return Float32Array.from({ length: V }, () => 2 * random.normal());
}

/** After token t comes t + 1: a, b, c, ... */
function alphabet(row: readonly number[]): Float32Array {
	const logits = new Float32Array(V);
	logits[(row.at(-1)! + 1) % V] = 9;
	return logits;
}

/** Letters, of which "e" is an unfinished character that the next letter completes. */
function letters(): TextStream {
	let held = "";
	return {
		push(id) {
			const text = held + String.fromCharCode(97 + id);
			held = text.endsWith("e") ? "e" : "";
			return text.slice(0, text.length - held.length);
		},
		end: () => (held === "" ? "" : "?"),
	};
}

const greedy: GenerationOptions = {
	maxNewTokens: 5,
	sampling: { kind: "greedy" },
	seed: 1,
	stopIds: [],
	stopStrings: [],
	batchRows: 4,
	newText: letters,
};
const sample: Sampling = {
	kind: "sample",
	temperature: 1,
	topK: 20,
	topP: 0.95,
	minP: null,
};
const ids = (...values: number[]) => Int32Array.from(values);
const run = (prompts: Int32Array[], options: Partial<GenerationOptions>) =>
	collect(
		generate(new TableDecoder(alphabet), prompts, { ...greedy, ...options }),
	);

describe("generate", () => {
	it("continues every row, in the order of the prompts", async () => {
		expect(await run([ids(7, 7, 9), ids(20)], {})).toEqual([
			{ ids: [10, 11, 12, 13, 14], text: "klmno", reason: "length" },
			{ ids: [21, 22, 23, 24, 25], text: "vwxyz", reason: "length" },
		]);
	});

	it("ends at a stop id, which is a token without text", async () => {
		expect(await run([ids(6), ids(0)], { stopIds: [9, 24] })).toEqual([
			{ ids: [7, 8, 9], text: "hi", reason: "stop" },
			{ ids: [1, 2, 3, 4, 5], text: "bcdef", reason: "length" },
		]);
	});

	it("ends before a stop string that lies across tokens", async () => {
		const options = { stopStrings: ["jkl"], maxNewTokens: 20 };
		expect(await run([ids(6)], options)).toEqual([
			{ ids: [7, 8, 9, 10, 11], text: "hi", reason: "stop" },
		]);
	});

	it("gives out at the end what was held back, by decoder or stop string", async () => {
		const options = { stopStrings: ["cdz"], maxNewTokens: 4 };
		const [row] = await run([ids(0)], options);
		expect(row).toEqual({ ids: [1, 2, 3, 4], text: "bcd?", reason: "length" });
	});

	it("yields a token when it is chosen and an end for each row", async () => {
		const decoder = new TableDecoder(alphabet);
		const options = { ...greedy, maxNewTokens: 2, stopIds: [9] };
		const events: GenerationEvent[] = [];
		for await (const e of generate(decoder, [ids(1), ids(8)], options)) {
			events.push(e);
		}
		expect(events).toEqual([
			{ kind: "token", row: 0, id: 2, text: "c" },
			{ kind: "token", row: 1, id: 9, text: "" },
			{ kind: "end", row: 1, reason: "stop", text: "" },
			{ kind: "token", row: 0, id: 3, text: "d" },
			{ kind: "end", row: 0, reason: "length", text: "" },
		]);
		expect(decoder.calls).toEqual(["read 1 into 0", "read 1 into 1", "step 1"]);
		expect(decoder.slots[0]).toEqual([1, 2]);
	});

	it("gives no more tokens than the model's window has room for", async () => {
		const decoder = new TableDecoder(alphabet, 6);
		const prompts = [ids(0, 0, 0, 0, 0), ids(3), ids(1, 1, 1)];
		const rows = await collect(
			generate(decoder, prompts, { ...greedy, maxNewTokens: 9 }),
		);
		expect(rows.map((row) => row.ids.length)).toEqual([1, 5, 3]);
	});

	it("gives nothing for no prompts", async () => {
		expect(await run([], {})).toEqual([]);
	});
});

describe("sampled rows", () => {
	const prompts = [[1, 2], [3], [4, 5, 6], [1, 2], [9, 9, 9, 9, 9, 9]].map(
		(row) => ids(...row),
	);
	const sampled = (seed: number, batchRows: number, some = prompts) =>
		collect(
			generate(new TableDecoder(), some, {
				...greedy,
				sampling: sample,
				seed,
				batchRows,
				maxNewTokens: 12,
			}),
		);

	it("do not depend on the batch they sit in", async () => {
		const alone = await sampled(3, 1);
		expect(await sampled(3, 5)).toEqual(alone);
		expect(await sampled(3, 2)).toEqual(alone);
		expect(await sampled(3, 4, prompts.slice(0, 2))).toEqual(alone.slice(0, 2));
	});

	it("come in the same order from the same arguments", async () => {
		const events = async () => {
			const found: GenerationEvent[] = [];
			const options = { ...greedy, sampling: sample, batchRows: 3 };
			const stopIds = [1, 2, 3, 4];
			for await (const event of generate(new TableDecoder(), prompts, {
				...options,
				stopIds,
			}))
				found.push(event);
			return found;
		};
		expect(await events()).toEqual(await events());
	});

	it("differ by seed, and by row where prompts are equal", async () => {
		const rows = await sampled(3, 5);
		expect(rows[0]!.ids).not.toEqual(rows[3]!.ids);
		expect((await sampled(4, 5))[0]!.ids).not.toEqual(rows[0]!.ids);
	});
});

describe("slots", () => {
	const calls = async (prompts: Int32Array[], options: object) => {
		const decoder = new TableDecoder(alphabet);
		const events = generate(decoder, prompts, { ...greedy, ...options });
		const rows = await collect(events);
		return { calls: decoder.calls, texts: rows.map(({ text }) => text) };
	};

	it("pass from rows that end to those that wait, and close when none waits", async () => {
		const prompts = [ids(0), ids(0, 0), ids(1), ids(2), ids(9, 9)];
		const stopped = { stopIds: [3, 10], batchRows: 2, maxNewTokens: 3 };
		expect(await calls(prompts, stopped)).toEqual({
			calls: [
				...["read 1 into 0", "copy 0 to 1", "read 1 into 1"],
				...["step 2", "step 2"],
				// Both have ended; of the next two the second ends with its first token, and so does the last.
				...["read 1,1 into 0,1", "read 2 into 1", "step 1"],
			],
			texts: ["bc", "bc", "c", "", ""],
		});
	});

	it("are closed from the end, so that no dead row is stepped", async () => {
		const prompts = [ids(2), ids(0), ids(1), ids(0, 0)];
		const rows = await calls(prompts, { stopIds: [4], maxNewTokens: 9 });
		expect(rows).toEqual({
			calls: [
				...["read 1 into 0", "read 1,1,2 into 1,2,3", "step 4"],
				...["copy 3 to 0", "step 3"],
				...["step 2"],
			],
			texts: ["d", "bcd", "cd", "bcd"],
		});
	});

	it("share what they have read of equal prompts", async () => {
		const prompts = Array.from({ length: 5 }, () => ids(4, 5, 6));
		prompts.push(ids(7), ids(7));
		const rows = await calls(prompts, { batchRows: 3, maxNewTokens: 2 });
		expect(rows).toEqual({
			calls: [
				...["read 3 into 0", "copy 0 to 1", "copy 0 to 2", "step 3"],
				...["copy 0 to 0", "copy 0 to 1", "read 1 into 2", "step 3"],
				...["copy 2 to 0", "step 1"],
			],
			texts: ["hi", "hi", "hi", "hi", "hi", "ij", "ij"],
		});
	});
});

describe("prompts that begin alike", () => {
	it("are read from where they differ", async () => {
		const decoder = new TableDecoder();
		const prompts = [
			ids(1, 2, 3, 4, 5),
			ids(1, 2, 3, 9),
			ids(1, 2, 3),
			ids(1, 2, 3, 9, 8),
			ids(1, 2, 3, 9, 8),
			ids(6),
		];
		const options = { ...greedy, maxNewTokens: 1, batchRows: 2 };
		const shared = await collect(generate(decoder, prompts, options));
		expect(decoder.calls).toEqual([
			...["read 5 into 0", "copy 0 to 0", "copy 0 to 1"],
			// The logits after the third prompt are not known, though slot 0 held it all.
			"read 1,1 into 0,1",
			...["copy 0 to 0", "copy 0 to 1", "read 1 into 0", "copy 0 to 1"],
			"read 1 into 0",
		]);
		for (const [row, prompt] of prompts.entries())
			expect(
				await collect(generate(new TableDecoder(), [prompt], options)),
			).toEqual([shared[row]]);
	});
});

describe("interruption", () => {
	it("ends every row, those not begun among them", async () => {
		const stop = new AbortController();
		const decoder = new TableDecoder(alphabet);
		const prompts = [ids(1), ids(0, 0), ids(5, 5, 5)];
		const events: GenerationEvent[] = [];
		for await (const event of generate(
			decoder,
			prompts,
			{ ...greedy, batchRows: 2, stopIds: [3], stopStrings: ["cdx"] },
			{ signal: stop.signal },
		)) {
			events.push(event);
			if (event.row === 1 && event.kind === "token" && event.id === 2)
				stop.abort();
		}
		expect(decoder.calls).toEqual(["read 1 into 0", "read 2 into 1", "step 2"]);
		expect(events.filter((event) => event.kind === "end")).toEqual([
			{ kind: "end", row: 0, reason: "stop", text: "" },
			{ kind: "end", row: 1, reason: "interrupted", text: "c" },
			{ kind: "end", row: 2, reason: "interrupted", text: "" },
		]);
	});
});

describe("refusals", () => {
	const warm = (change: object): Partial<GenerationOptions> => ({
		sampling: { ...sample, ...change } as Sampling,
	});
	it.each<[Partial<GenerationOptions>, string]>([
		[{ maxNewTokens: 0 }, "maxNewTokens: expected a whole number above 0"],
		[{ batchRows: 1.5 }, "batchRows: expected a whole number above 0"],
		[warm({ temperature: 0 }), "temperature: expected a finite number above 0"],
		[warm({ topK: -1 }), "topK: expected a whole number above 0"],
		[warm({ topP: 1.1 }), "topP: expected a number above 0 and up to 1"],
		[warm({ minP: Number.NaN }), "minP: expected a number above 0 and up to 1"],
		[{ stopStrings: [""] }, "stopStrings: expected strings with at least one"],
		[{ stopStrings: ["x"], newText: null }, "stopStrings: expected a way to"],
	])("%j", async (options, message) => {
		await expect(run([ids(1)], options)).rejects.toThrow(message);
	});

	it("an empty prompt, and one that fills the window", async () => {
		await expect(run([ids(1), ids()], {})).rejects.toThrow(
			"prompt 2: expected 1 to 63 tokens, to leave room in the model's window, found 0.",
		);
		await expect(run([new Int32Array(64)], {})).rejects.toThrow("found 64");
	});
});
