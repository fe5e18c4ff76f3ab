import { describe, expect, it } from "vitest";
import { RandomStream } from "../core/random.ts";
import { collect } from "./collect.ts";
import type { Decoder } from "./decoder.ts";
import { type GenerationEvent, generate } from "./generate.ts";
import type { GenerationOptions, TextStream } from "./generation-options.ts";
import type { Sampling } from "./sampling.ts";

const V = 26;

/** A model whose logits are a fixed function of all tokens of a row; checks what it is asked for. */
class TableDecoder implements Decoder {
	readonly vocabSize = V;
	readonly maxLength: number;
	/** Rows of each batch, as they grow. */
	batches: number[][][] = [];
	#capacity = 0;
	readonly #logits: (row: readonly number[]) => Float32Array;

	constructor(
		logits: (row: readonly number[]) => Float32Array = scrambled,
		maxLength = 64,
	) {
		this.#logits = logits;
		this.maxLength = maxLength;
	}

	async prefill(rows: readonly Int32Array[], capacity: number) {
		expect(capacity).toBeLessThanOrEqual(this.maxLength);
		this.#capacity = capacity;
		this.batches.push(rows.map((row) => [...row]));
		return this.#all();
	}

	async step(ids: Int32Array) {
		for (const [b, row] of this.batches.at(-1)!.entries()) row.push(ids[b]!);
		return this.#all();
	}

	#all() {
		const rows = this.batches.at(-1)!;
		const out = new Float32Array(rows.length * V);
		for (const [b, row] of rows.entries()) {
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
		expect(decoder.batches[0]![0]).toEqual([1, 2]);
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

	it("differ by seed, and by row where prompts are equal", async () => {
		const rows = await sampled(3, 5);
		expect(rows[0]!.ids).not.toEqual(rows[3]!.ids);
		expect((await sampled(4, 5))[0]!.ids).not.toEqual(rows[0]!.ids);
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
		expect(decoder.batches).toHaveLength(1);
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
