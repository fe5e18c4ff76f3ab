import {
	chmod,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { StoredDType } from "../core/dtype.ts";
import { exportMerged } from "./export-merged.ts";
import { generationConfigEndingAt } from "./generation-config.ts";
import { type ModelFiles, openModelFiles } from "./model-files.ts";
import type { Adapter } from "./peft/adapter.ts";
import { readTensor } from "./safetensors/tensor-data.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";

let home: string;
let base: ModelFiles;
let out: string;

const source = (
	name: string,
	dtype: StoredDType,
	shape: number[],
	...values: number[]
) => ({ name, dtype, shape, read: () => Float32Array.from(values) });

beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), "temper-export-"));
	const folder = join(home, "base");
	out = join(home, "out");
	await mkdir(folder);
	const files = {
		"config.json": '{"model_type":"llama"}',
		"generation_config.json": "{}",
		"tokenizer.json": "{}",
		"chat_template.jinja": "{{ x }}",
		"tokenizer.model": "spm",
		"README.md": "card of the base",
		"pytorch_model.bin": "weights",
		".gitattributes": "",
	};
	for (const [name, text] of Object.entries(files))
		await writeFile(join(folder, name), text);
	await chmod(join(folder, "config.json"), 0o444);
	const first = "model-00001-of-00002.safetensors";
	const second = "model-00002-of-00002.safetensors";
	await writeSafetensors(join(folder, first), [
		source("model.embed_tokens.weight", "BF16", [2, 2], 1, 2, 3, 4),
		source("model.q_proj.weight", "F16", [2, 2], 1, 1, 1, 1),
	]);
	await writeSafetensors(join(folder, second), [
		source("model.norm.weight", "F32", [2], 0.1, 0.2),
	]);
	await writeFile(
		join(folder, "model.safetensors.index.json"),
		JSON.stringify({
			metadata: { total_size: 24 },
			weight_map: {
				"model.embed_tokens.weight": first,
				"model.q_proj.weight": first,
				"model.norm.weight": second,
			},
		}),
	);
	base = await openModelFiles(folder);
});
afterEach(() => rm(home, { recursive: true }));

const adapterOn = (path: string): Adapter => ({
	rank: 1,
	alpha: 2,
	dropout: 0,
	rslora: false,
	fanInFanOut: false,
	targets: null,
	base: null,
	modules: new Map([
		[
			path,
			{
				inFeatures: 2,
				outFeatures: 2,
				a: Float32Array.of(1, 10),
				b: Float32Array.of(1, -1),
			},
		],
	]),
});

async function values(folder: string, name: string) {
	const { tensors } = await openModelFiles(folder);
	const tensor = tensors.get(name);
	return tensor === undefined ? null : [...(await readTensor(tensor))];
}

it("adds an adapter, in the base's dtypes and files, with all side files", async () => {
	const seen: string[] = [];
	const adapter = adapterOn("model.q_proj");
	await exportMerged(base, { kind: "adapter", adapter }, out, {
		onProgress: ({ tensor }) => seen.push(tensor),
	});
	expect(await values(out, "model.q_proj.weight")).toEqual([3, 21, -1, -19]);
	expect(await values(out, "model.norm.weight")).toEqual(
		await values(base.folder, "model.norm.weight"),
	);
	const { tensors } = await openModelFiles(out);
	expect([...tensors.values()].map(({ dtype }) => dtype)).toEqual([
		"BF16",
		"F16",
		"F32",
	]);
	expect(seen).toHaveLength(3);
	expect((await readdir(out)).sort()).toEqual([
		"chat_template.jinja",
		"config.json",
		"generation_config.json",
		"model-00001-of-00002.safetensors",
		"model-00002-of-00002.safetensors",
		"model.safetensors.index.json",
		"tokenizer.json",
		"tokenizer.model",
	]);
	const index = "model.safetensors.index.json";
	expect(JSON.parse(await readFile(join(out, index), "utf8"))).toEqual(
		JSON.parse(await readFile(join(base.folder, index), "utf8")),
	);
});

it("finds modules whose first word the stored names leave out", async () => {
	const adapter = adapterOn("transformer.model.q_proj");
	await exportMerged(base, { kind: "adapter", adapter }, out);
	expect(await values(out, "model.q_proj.weight")).toEqual([3, 21, -1, -19]);
});

const valuesOf = (...values: number[]) => ({
	shape: [values.length],
	read: async () => Float32Array.from(values),
});

it("puts trained tensors in the place of the base's", async () => {
	const tensors = new Map([["model.norm.weight", valuesOf(5, 6)]]);
	await exportMerged(base, { kind: "tensors", tensors }, out);
	expect(await values(out, "model.norm.weight")).toEqual([5, 6]);
	expect(await values(out, "model.q_proj.weight")).toEqual([1, 1, 1, 1]);
});

it.each([
	[
		{
			config: { eos_token_id: 0 },
			generationConfig: { eos_token_id: 0, top_p: 0.8 },
		},
		[2],
		{ eos_token_id: [0, 2], top_p: 0.8 },
	],
	[
		{
			config: { eos_token_id: [0, 1], pad_token_id: 3, bos_token_id: null },
			generationConfig: null,
		},
		[2, 0],
		{ eos_token_id: [0, 1, 2], pad_token_id: 3 },
	],
	[{ config: {}, generationConfig: {} }, [2], { eos_token_id: [2] }],
	[{ config: {}, generationConfig: { eos_token_id: [2, 0] } }, [0, 2], null],
	[{ config: { eos_token_id: 2 }, generationConfig: null }, [2], null],
])("a generation config of %j ends at %j too", (own, ids, expected) => {
	expect(generationConfigEndingAt(own, ids)).toEqual(expected);
});

it("lists the taught endings in the generation config", async () => {
	const change = { kind: "tensors", tensors: new Map() } as const;
	await exportMerged(base, change, out, { endIds: [7] });
	const text = await readFile(join(out, "generation_config.json"), "utf8");
	expect(JSON.parse(text).eos_token_id).toContain(7);
});

it.each<[string, Parameters<typeof exportMerged>[1], string]>([
	[
		"a module that is not there",
		{ kind: "adapter", adapter: adapterOn("model.k_proj") },
		"expected a tensor model.k_proj.weight",
	],
	[
		"a tied head",
		{ kind: "adapter", adapter: adapterOn("lm_head") },
		"tied to the embedding",
	],
	[
		"a module of another shape",
		{ kind: "adapter", adapter: adapterOn("model.norm") },
		"expected a module of shape [2, 2], found [2]",
	],
	[
		"a tensor that is not there",
		{ kind: "tensors", tensors: new Map([["x", valuesOf(0)]]) },
		"trained tensor x",
	],
	[
		"a tensor of another size",
		{
			kind: "tensors",
			tensors: new Map([["model.norm.weight", valuesOf(0)]]),
		},
		"expected 2 values, found 1",
	],
	[
		"a value beyond half precision",
		{
			kind: "tensors",
			tensors: new Map([["model.q_proj.weight", valuesOf(1, 1e6, 1, 1)]]),
		},
		"element 1",
	],
])("refuses %s and leaves nothing behind", async (_, change, message) => {
	await expect(exportMerged(base, change, out)).rejects.toThrow(message);
	expect(await readdir(home)).toEqual(["base"]);
});
