import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StoredTensor } from "../../core/dtype.ts";
import { readJsonFile } from "../json/json-file.ts";
import { openModelFiles } from "../model-files.ts";
import { readTensor } from "../safetensors/tensor-data.ts";
import { type ImportProgress, importGguf } from "./import-gguf.ts";
import { ggufBytes } from "./testing/gguf-bytes.ts";
import { decoder, sizes, tensor } from "./testing/tiny-decoder.ts";

const fixtures = join(import.meta.dirname, "../../../test/fixtures/formats");
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-gguf-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function importBytes(
	bytes: Uint8Array,
	dtype: "float32" | "bfloat16" = "float32",
) {
	const file = join(folder, "model.gguf");
	const out = join(folder, "out");
	await rm(out, { recursive: true, force: true });
	await writeFile(file, bytes);
	await importGguf(file, out, { dtype });
	return openModelFiles(out);
}

describe("a file made by llama.cpp's own converter", () => {
	const source = join(fixtures, "tiny-llama.gguf");

	it("gives the tensors that transformers reads from it, bit for bit", async () => {
		const out = join(folder, "tiny");
		const progress: ImportProgress[] = [];
		await importGguf(source, out, {
			dtype: "float32",
			onProgress: (step) => progress.push(step),
		});
		const { tensors, config, generationConfig } = await openModelFiles(out);
		const expected = JSON.parse(
			await readFile(join(fixtures, "tiny-llama.json"), "utf8"),
		) as { sha256: Record<string, string> };
		expect([...tensors.keys()].sort()).toEqual(
			Object.keys(expected.sha256).sort(),
		);
		for (const tensor of tensors.values()) {
			const values = await readTensor(tensor);
			const bytes = new Uint8Array(values.buffer);
			const hash = createHash("sha256").update(bytes).digest("hex");
			expect([tensor.name, hash]).toEqual([
				tensor.name,
				expected.sha256[tensor.name],
			]);
		}
		expect(config).toMatchObject({
			model_type: "llama",
			hidden_size: 32,
			num_key_value_heads: 1,
			head_dim: 16,
			rms_norm_eps: 1e-5,
			rope_theta: 10000,
			rope_scaling: {
				rope_type: "llama3",
				factor: 8,
				low_freq_factor: 1,
				high_freq_factor: 4,
				original_max_position_embeddings: 64,
			},
			tie_word_embeddings: true,
			vocab_size: 320,
			torch_dtype: "float32",
		});
		expect(generationConfig).toEqual({
			bos_token_id: 1,
			eos_token_id: 2,
			pad_token_id: 2,
		});
		expect(progress.at(-1)).toMatchObject({ done: 11, total: 11 });
		expect((await readdir(out)).sort()).toEqual([
			"config.json",
			"generation_config.json",
			"model.safetensors",
			"temper-blocks.safetensors",
			"tokenizer.json",
			"tokenizer_config.json",
		]);
	});

	it("gives its tokenizer and template back", async () => {
		const out = join(folder, "tiny");
		const read = (name: string) => readJsonFile(join(out, name), "weights");
		const config = await read("tokenizer_config.json");
		const tokenizer = new Tokenizer(await read("tokenizer.json"), config);
		const { texts } = JSON.parse(
			await readFile(join(fixtures, "tiny-llama.json"), "utf8"),
		) as { texts: { text: string; ids: number[] }[] };
		expect(texts.length).toBeGreaterThan(20);
		for (const { text, ids } of texts)
			expect([text, tokenizer.encode(text).ids]).toEqual([text, ids]);
		expect(config).toMatchObject({
			bos_token: "<|im_start|>",
			eos_token: "<|im_end|>",
			unk_token: "<|endoftext|>",
			pad_token: "<|im_end|>",
			add_bos_token: false,
		});
		expect(config.chat_template).toContain("<|im_start|>");
	});

	it("writes nothing over a folder in use", async () => {
		const before = await readdir(folder);
		await expect(
			importGguf(source, join(folder, "tiny"), { dtype: "float32" }),
		).rejects.toThrow("expected a folder that does not exist yet");
		expect(await readdir(folder)).toEqual(before);
	});
});

async function valuesOf(
	tensors: ReadonlyMap<string, StoredTensor>,
	name: string,
): Promise<number[]> {
	return [...(await readTensor(tensors.get(name) as StoredTensor))];
}

describe("layouts", () => {
	it("puts llama's paired rows of queries and keys into halves", async () => {
		const { tensors } = await importBytes(ggufBytes(sizes("llama"), decoder));
		const base = 1000 * "blk.0.attn_q.weight".length;
		const rows = await valuesOf(
			tensors,
			"model.layers.0.self_attn.q_proj.weight",
		);
		expect([0, 4, 8, 12].map((at) => (rows[at] as number) - base)).toEqual([
			0, 8, 4, 12,
		]);
		const values = await valuesOf(
			tensors,
			"model.layers.0.self_attn.v_proj.weight",
		);
		expect([0, 4, 8].map((at) => (values[at] as number) - base)).toEqual([
			0, 4, 8,
		]);
	});

	it("leaves qwen2's rows alone and takes its biases", async () => {
		const biases = ["q", "k", "v"].map((name) =>
			tensor(`blk.0.attn_${name}.bias`, 4),
		);
		const { tensors, config } = await importBytes(
			ggufBytes(sizes("qwen2"), [...decoder, ...biases]),
		);
		const rows = await valuesOf(
			tensors,
			"model.layers.0.self_attn.q_proj.weight",
		);
		expect(rows[4]).toBe(1000 * "blk.0.attn_q.weight".length + 4);
		expect(tensors.has("model.layers.0.self_attn.k_proj.bias")).toBe(true);
		expect(config).toMatchObject({ model_type: "qwen2", rms_norm_eps: 1e-6 });
	});

	it("transposes GPT-2's products back", async () => {
		const layer = ["attn_norm", "ffn_norm"].flatMap((name) =>
			["weight", "bias"].map((part) => tensor(`blk.0.${name}.${part}`, 4)),
		);
		const products = [
			["attn_qkv", 12, 4],
			["attn_output", 4, 4],
			["ffn_up", 6, 4],
			["ffn_down", 4, 6],
		].flatMap(([name, rows, columns]) => [
			tensor(`blk.0.${name}.weight`, Number(rows), Number(columns)),
			tensor(`blk.0.${name}.bias`, Number(rows)),
		]);
		const { tensors, config } = await importBytes(
			ggufBytes(
				sizes("gpt2", { "attention.layer_norm_epsilon": { f32: 1e-5 } }),
				[
					tensor("token_embd.weight", 5, 4),
					tensor("position_embd.weight", 16, 4),
					...layer,
					...products,
					tensor("output_norm.weight", 4),
					tensor("output_norm.bias", 4),
				],
			),
		);
		expect(tensors.get("transformer.h.0.attn.c_attn.weight")?.shape).toEqual([
			4, 12,
		]);
		const values = await valuesOf(
			tensors,
			"transformer.h.0.attn.c_attn.weight",
		);
		const base = 1000 * "blk.0.attn_qkv.weight".length;
		expect(values.slice(0, 3).map((value) => value - base)).toEqual([0, 4, 8]);
		expect(config).toMatchObject({ n_inner: 6, layer_norm_epsilon: 1e-5 });
	});

	it("takes one from Gemma's norms and stores what was asked for", async () => {
		const norms = [
			"attn_q_norm",
			"attn_k_norm",
			"post_attention_norm",
			"post_ffw_norm",
		];
		const { tensors, config } = await importBytes(
			ggufBytes(sizes("gemma3", { "attention.sliding_window": { u32: 8 } }), [
				...decoder,
				...norms.map((name) => tensor(`blk.0.${name}.weight`, 4)),
			]),
			"bfloat16",
		);
		const norm = "model.layers.0.self_attn.q_norm.weight";
		expect(tensors.get(norm)?.dtype).toBe("BF16");
		expect((await valuesOf(tensors, norm))[0]).toBe(23936);
		expect(config).toMatchObject({
			sliding_window: 8,
			torch_dtype: "bfloat16",
		});
	});

	it("tells a tied head from one of its own", async () => {
		const head = {
			...tensor("token_embd.weight", 5, 4),
			name: "output.weight",
		};
		const tied = await importBytes(
			ggufBytes(sizes("llama"), [...decoder, head]),
		);
		expect(tied.config.tie_word_embeddings).toBe(true);
		const own = tensor("output.weight", 5, 4);
		const untied = await importBytes(
			ggufBytes(sizes("llama"), [...decoder, own]),
		);
		expect(untied.config.tie_word_embeddings).toBe(false);
		expect(untied.tensors.has("lm_head.weight")).toBe(true);
	});
});
