import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { PlacedModel, SessionOptions } from "../../engine.ts";
import { type Holding, sessionShard } from "./session-shard.ts";

const folder = mkdtempSync(join(tmpdir(), "temper-shard-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** 0.2 billion weights: 0.8 GB in float32. */
const config = {
	...{ model_type: "llama", hidden_size: 1024, num_hidden_layers: 12 },
	...{ num_attention_heads: 16, num_key_value_heads: 8, vocab_size: 32000 },
	...{ intermediate_size: 3072, tie_word_embeddings: false },
};
writeFileSync(join(folder, "config.json"), JSON.stringify(config));

function modelIn(path: string, weights: number): PlacedModel {
	const tensors = new Map([["all", { shape: [weights] }]]);
	return {
		folder: path,
		model: { tensors } as unknown as PlacedModel["model"],
	};
}

const lora = { kind: "lora", rank: 8 };

function shardOf(
	holding: Partial<Holding>,
	hello: { memory: number; world?: number; kind?: string },
	given: { model?: PlacedModel; base?: PlacedModel; tuning?: object } = {},
) {
	const { model = modelIn(folder, 0), tuning = lora } = given;
	const { base = model } = given;
	const options = {
		...{ model, base, reference: null, tokens: 256 },
		graph: { tuning, recompute: false },
	} as unknown as SessionOptions;
	return sessionShard(
		{ precision: "float32", shard: "auto", ...holding },
		options,
		{ world: 2, kind: "cpu", ...hello },
	);
}

describe("shard: auto", () => {
	it("keeps a model whole that fits, and divides it otherwise", async () => {
		expect(await shardOf({}, { memory: 4e9 })).toBe("none");
		expect(await shardOf({}, { memory: 1e9 })).toBe("full");
		expect(await shardOf({}, { memory: 1e9, world: 1 })).toBe("none");
		expect(await shardOf({ precision: "int8" }, { memory: 1e8 })).toBe("none");
	});

	it("counts gradients, moments and other frozen models", async () => {
		const memory = 3.2e9;
		expect(await shardOf({}, { memory })).toBe("none");
		const full = { tuning: { kind: "full" } };
		expect(await shardOf({}, { memory }, full)).toBe("full");
		const base = modelIn(`${folder}/base`, 0);
		expect(await shardOf({}, { memory: 2.6e9 })).toBe("none");
		expect(await shardOf({}, { memory: 2.6e9 }, { base })).toBe("full");
	});

	it("goes by the files of a model whose config says too little", async () => {
		const other = mkdtempSync(join(tmpdir(), "temper-shard-"));
		writeFileSync(join(other, "config.json"), '{"model_type":"new"}');
		const model = modelIn(other, 1e8);
		expect(await shardOf({}, { memory: 0.7e9 }, { model })).toBe("none");
		expect(await shardOf({}, { memory: 0.6e9 }, { model })).toBe("full");
		const full = { model, tuning: { kind: "full" } };
		expect(await shardOf({}, { memory: 3.2e9 }, full)).toBe("full");
		expect(await shardOf({}, { memory: 3.4e9 }, full)).toBe("none");
		rmSync(other, { recursive: true });
	});

	it("does what a recipe says instead", async () => {
		expect(await shardOf({ shard: "full" }, { memory: 1e12 })).toBe("full");
		expect(await shardOf({ shard: "none" }, { memory: 1 })).toBe("none");
	});
});

describe("quantised weights", () => {
	it.each([
		[{ precision: "nf4", shard: "full" }, {}, "engine.shard: expected auto or"],
		[
			{ precision: "int8" },
			{ tuning: { kind: "full" } },
			"precision: expected",
		],
		[
			{ precision: "mixed" },
			{},
			"precision: expected one of float32, bfloat16",
		],
	] as const)("are refused: %o", async (holding, parts, words) => {
		await expect(shardOf(holding, { memory: 1e12 }, parts)).rejects.toThrow(
			words,
		);
	});
});
