import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TemperError } from "../core/error.ts";
import { openModelFiles } from "./model-files.ts";
import { readTensor } from "./safetensors/tensor-data.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "temper-model-files-"));
});
afterEach(() => rm(folder, { recursive: true }));

const put = (name: string, content: unknown) =>
	writeFile(
		join(folder, name),
		typeof content === "string" ? content : JSON.stringify(content),
	);

const tensors = (file: string, values: Record<string, number>) =>
	writeSafetensors(
		join(folder, file),
		Object.entries(values).map(([name, value]) => ({
			name,
			dtype: "F32" as const,
			shape: [1],
			read: () => Float32Array.of(value),
		})),
	);

async function refusal(path = folder) {
	const error = await openModelFiles(path).catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(TemperError);
	expect((error as TemperError).code).toBe("weights");
	return (error as TemperError).message;
}

describe("openModelFiles", () => {
	it("opens one file", async () => {
		await put("config.json", { model_type: "llama" });
		await tensors("model.safetensors", { a: 1, b: 2 });
		const files = await openModelFiles(folder);
		expect(files.config).toEqual({ model_type: "llama" });
		expect(files.generationConfig).toBeNull();
		expect([...files.tensors.keys()]).toEqual(["a", "b"]);
	});

	it("opens shards, each tensor from the file that the index names", async () => {
		await put("config.json", {});
		await put("generation_config.json", { eos_token_id: 2 });
		await tensors("model-1.safetensors", { a: 1, b: 9 });
		await tensors("model-2.safetensors", { b: 2, c: 3 });
		const map = { a: "model-1.safetensors", b: "model-2.safetensors" };
		await put("model.safetensors.index.json", { weight_map: map });
		const { tensors: found, generationConfig } = await openModelFiles(folder);
		expect(generationConfig).toEqual({ eos_token_id: 2 });
		const values = await Promise.all(
			["a", "b", "c"].map(async (name) => {
				const entry = found.get(name);
				return entry === undefined ? null : (await readTensor(entry))[0];
			}),
		);
		expect(values).toEqual([1, 2, 3]);
	});
});

describe("a folder", () => {
	it("that is missing, or a GGUF file, is named", async () => {
		expect(await refusal(join(folder, "no"))).toContain("nothing at this path");
		await put("model.gguf", "GGUF");
		expect(await refusal(join(folder, "model.gguf"))).toContain("a GGUF file");
	});

	it("without config.json, or with an adapter alone, is refused", async () => {
		expect(await refusal()).toContain("expected a config.json, found none");
		await put("adapter_config.json", {});
		expect(await refusal()).toContain("an adapter without its base model");
	});

	it.each([
		["pytorch_model.bin", "only pytorch_model.bin"],
		["model.Q4_K.gguf", "only model.Q4_K.gguf"],
		["notes.txt", "found no weights"],
	])("with no weights but %s is refused", async (name, message) => {
		await put("config.json", {});
		await put(name, "");
		expect(await refusal()).toContain(message);
	});

	it.each([
		['{"a": 1,}', "config.json line 1 column 9"],
		["", "an empty file"],
		["[]", "found an array"],
		[
			'{\n"a": 1,\n"a": 2}',
			"config.json line 3 column 1: expected every key once",
		],
	])("whose config.json is %j is refused", async (text, message) => {
		await put("config.json", text);
		expect(await refusal()).toContain(message);
	});

	it.each<[string, unknown, string]>([
		["no map", {}, "weight_map: expected an object"],
		[
			"a missing shard",
			{ weight_map: { a: "model-2.safetensors" } },
			"the file model-2.safetensors in the same folder",
		],
		[
			"a missing tensor",
			{ weight_map: { z: "model-1.safetensors" } },
			"the tensor z, which the index places there",
		],
		[
			"a path",
			{ weight_map: { a: "../model-1.safetensors" } },
			"in the same folder",
		],
		["a number", { weight_map: { a: 1 } }, "found a number"],
	])("whose index has %s is refused", async (_, index, message) => {
		await put("config.json", {});
		await tensors("model-1.safetensors", { a: 1 });
		await put("model.safetensors.index.json", index);
		expect(await refusal()).toContain(message);
	});

	it("in the place of a file is named", async () => {
		await put("config.json", {});
		await mkdir(join(folder, "model.safetensors"));
		expect(await refusal()).toContain("expected a file, found a folder");
	});
});
