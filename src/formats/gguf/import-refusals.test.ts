import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { importGguf } from "./import-gguf.ts";
import { ggufBytes, type TestValue } from "./testing/gguf-bytes.ts";
import { decoder, sizes, tensor } from "./testing/tiny-decoder.ts";

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-gguf-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function importBytes(bytes: Uint8Array) {
	const file = join(folder, "model.gguf");
	await writeFile(file, bytes);
	await importGguf(file, join(folder, "out"), { dtype: "float32" });
}

describe("a refusal", () => {
	const llama = sizes("llama");
	const change = (key: string, value: TestValue) => ({
		...llama,
		[key]: value,
	});
	const without = (name: string) => decoder.filter((one) => one.name !== name);
	const nan = {
		...tensor("output_norm.weight", 4),
		values: [0, Number.NaN, 0, 0],
	};

	it.each<[string, Uint8Array, string]>([
		["no GGUF", Buffer.alloc(64), 'starts with "GGUF"'],
		["four bytes", Buffer.from("GGUF"), "found 4 bytes"],
		["version 1", ggufBytes(llama, decoder).fill(1, 4, 5), "version 1"],
		[
			"big endian",
			ggufBytes(llama, decoder).fill("\0\0\0\x03", 4, 8, "latin1"),
			"big-endian",
		],
		["a cut header", ggufBytes(llama, decoder).subarray(0, 300), "cut off"],
		["cut data", ggufBytes(llama, decoder).subarray(0, -64), "inside the file"],
		["2^60 tensors", ggufBytes(llama, decoder).fill(0x10, 15, 16), " tensors"],
		[
			"2^60 keys",
			ggufBytes(llama, decoder).fill(0x10, 23, 24),
			" entries of metadata",
		],
		["an architecture", ggufBytes(sizes("mamba"), decoder), "found mamba"],
		["no architecture", ggufBytes({}, decoder), "no such key"],
		[
			"experts",
			ggufBytes(change("llama.expert_count", { u32: 8 }), decoder),
			"expert_count",
		],
		[
			"a field",
			ggufBytes(change("llama.logit_scale", { f32: 2 }), decoder),
			"llama.logit_scale",
		],
		[
			"a part",
			ggufBytes(change("split.count", { u32: 2 }), decoder),
			"split.count",
		],
		[
			"a text for a number",
			ggufBytes(change("llama.block_count", { text: "1" }), decoder),
			"block_count",
		],
		[
			"a missing layer",
			ggufBytes(change("llama.block_count", { u32: 2 }), decoder),
			"the tensor blk.1",
		],
		[
			"a missing tensor",
			ggufBytes(llama, without("blk.0.ffn_up.weight")),
			"blk.0.ffn_up.weight",
		],
		[
			"a tensor more",
			ggufBytes(llama, [...decoder, tensor("blk.0.extra", 4)]),
			"blk.0.extra",
		],
		[
			"a tensor twice",
			ggufBytes(llama, [...decoder, tensor("output_norm.weight", 4)]),
			"every tensor once",
		],
		[
			"another shape",
			ggufBytes(change("llama.feed_forward_length", { u32: 8 }), decoder),
			"expected the shape [8, 4], found [6, 4]",
		],
		[
			"a head that does not divide",
			ggufBytes(change("llama.attention.head_count", { u32: 3 }), decoder),
			"a divisor of 4",
		],
		[
			"not a number",
			ggufBytes(llama, [...without("output_norm.weight"), nan]),
			"element 1: expected a finite number",
		],
		[
			"rotary scaling",
			ggufBytes(
				change("llama.rope.scaling.type", { text: "longrope" }),
				decoder,
			),
			"none, linear or yarn",
		],
		[
			"rotary divisors",
			ggufBytes(llama, [
				...decoder,
				{ name: "rope_freqs.weight", shape: [2], values: [3, 2] },
			]),
			"rotary scaling",
		],
		[
			"a pre-tokenizer",
			ggufBytes(change("tokenizer.ggml.pre", { text: "viking" }), decoder),
			"found viking",
		],
		[
			"a tokenizer",
			ggufBytes(change("tokenizer.ggml.model", { text: "t5" }), decoder),
			"found t5",
		],
		[
			"a merge of nothing",
			ggufBytes(change("tokenizer.ggml.merges", { texts: ["a c"] }), decoder),
			"entry 0",
		],
		[
			"more tokens than rows",
			ggufBytes(
				change("tokenizer.ggml.tokens", { texts: [..."abcdef"] }),
				decoder,
			),
			"at most 5 tokens",
		],
		[
			"an id of no token",
			ggufBytes(change("tokenizer.ggml.eos_token_id", { u32: 5 }), decoder),
			"eos_token_id",
		],
	])("of %s names it", async (_, bytes, message) => {
		const error = await importBytes(bytes).catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(TemperError);
		expect((error as TemperError).code).toBe("weights");
		expect((error as TemperError).message).toContain(message);
		expect(await readdir(folder)).not.toContain("out");
	});
});
