import { existsSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readBlocks } from "../blocks/block-values.ts";
import { blocksFile } from "../blocks/stored-blocks.ts";
import { openModel } from "../open-model.ts";
import { readTensor } from "../safetensors/tensor-data.ts";
import { importGguf } from "./import-gguf.ts";
import { type BlockType, blockDecoder } from "./testing/block-decoder.ts";

const root = await mkdtemp(join(tmpdir(), "temper-blocks-"));
afterAll(() => rm(root, { recursive: true }));
const out = join(root, "model");
const checked = { checkValues: true };
beforeEach(() => rm(out, { recursive: true, force: true }));

async function imported(
	bytes: Buffer,
	dtype: "float32" | "bfloat16" = "float32",
) {
	const file = join(root, "model.gguf");
	await writeFile(file, bytes);
	await importGguf(file, out, { dtype });
	return openModel(out, checked);
}

const formats = ["Q4_0", "Q4_1", "Q8_0"] as const;

test.each(formats)(
	"blocks of %s hold the values of the file, to the bit",
	async (format) => {
		const { model } = await imported(blockDecoder(format));
		const matrices = [...model.tensors.values()].filter(
			({ shape }) => shape.length === 2,
		);
		expect(matrices).toHaveLength(8);
		for (const tensor of matrices) {
			expect(tensor.blocks?.bits).toBe(format === "Q8_0" ? 8 : 4);
			expect(tensor.blocks?.minima !== null).toBe(format === "Q4_1");
			const values = await readTensor(tensor);
			expect(await readBlocks(tensor)).toEqual(values);
			expect(await readBlocks(tensor, 3, 2)).toEqual(
				values.subarray(3 * tensor.shape[1]!, 5 * tensor.shape[1]!),
			);
		}
	},
);

test("layers may be in several formats, and the table in one that has no blocks of use", async () => {
	const others: Record<string, BlockType> = {
		...{ "blk.0.ffn_down": "Q4_1", "blk.0.attn_v": "Q8_0" },
		token_embd: "Q5_0",
	};
	const { model } = await imported(blockDecoder("Q4_0", others));
	const bits = (name: string) => model.tensors.get(name)?.blocks?.bits;
	expect(bits("model.layers.0.mlp.down_proj.weight")).toBe(4);
	expect(bits("model.layers.0.self_attn.v_proj.weight")).toBe(8);
	expect(bits("model.embed_tokens.weight")).toBeUndefined();
});

test("blocks are kept as they are when the weights beside them are rounded", async () => {
	const { model } = await imported(blockDecoder("Q4_1"), "bfloat16");
	const rounded = await readTensor(
		model.tensors.get("model.layers.0.self_attn.q_proj.weight")!,
	);
	const held = await readBlocks(
		model.tensors.get("model.layers.0.self_attn.q_proj.weight")!,
	);
	await rm(out, { recursive: true });
	const exact = (await imported(blockDecoder("Q4_1"))).model.tensors.get(
		"model.layers.0.self_attn.q_proj.weight",
	);
	expect(held).toEqual(await readTensor(exact!));
	expect(held).not.toEqual(rounded);
});

test("no blocks are kept if one linear layer has none of use", async () => {
	await imported(blockDecoder("Q4_0", { "blk.0.ffn_up": "Q5_0" }));
	expect(existsSync(join(out, blocksFile))).toBe(false);
});

test("weights that were replaced are told from their blocks", async () => {
	await imported(blockDecoder("Q4_0"));
	const path = join(out, "model.safetensors");
	const bytes = await readFile(path);
	const header = 8 + Number(bytes.readBigUInt64LE(0));
	await writeFile(path, bytes.fill(0, header));
	await expect(openModel(out, checked)).rejects.toThrow(
		/temper-blocks\.safetensors, tensor .*, element 0: expected about 0, as .*model\.safetensors has it, found .* remove temper-blocks\.safetensors, or pull the model again/s,
	);
});

test("a file of blocks that was cut off is refused", async () => {
	await imported(blockDecoder("Q4_0"));
	const path = join(out, blocksFile);
	const file = await open(path, "r+");
	await file.truncate((await file.stat()).size - 40);
	await file.close();
	await expect(openModel(out, checked)).rejects.toThrow(
		/temper-blocks\.safetensors.*The file is damaged or was cut off/s,
	);
});

test("blocks of another model are refused", async () => {
	await imported(blockDecoder("Q4_0"));
	const path = join(out, blocksFile);
	const text = (await readFile(path, "latin1")).replace(
		'"shape":[32,16]',
		'"shape":[16,32]',
	);
	await writeFile(path, text, "latin1");
	await expect(openModel(out, checked)).rejects.toThrow(
		/codes: expected U8 or I8 of shape \[32, 16\], found U8 of shape \[16, 32\]/,
	);
});
