import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TemperError } from "../../core/error.ts";
import { adapterScale } from "../../nn/parameters.ts";
import { openSafetensors } from "../safetensors/safetensors.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import type { Adapter } from "./adapter.ts";
import { addProduct } from "./merge.ts";
import { readAdapter } from "./read-adapter.ts";
import { writeAdapter } from "./write-adapter.ts";

let folder: string;
let home: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), "temper-adapter-"));
	folder = join(home, "adapter");
});
afterEach(() => rm(home, { recursive: true }));

const adapter: Adapter = {
	rank: 2,
	alpha: 8,
	dropout: 0.1,
	rslora: false,
	fanInFanOut: false,
	targets: null,
	base: "org/model",
	modules: new Map([
		[
			"model.layers.0.self_attn.q_proj",
			{
				inFeatures: 3,
				outFeatures: 1,
				a: Float32Array.of(1, 2, 3, 4, 5, 6),
				b: Float32Array.of(0.5, -1),
			},
		],
		[
			"model.layers.0.mlp.down_proj",
			{
				inFeatures: 1,
				outFeatures: 2,
				a: Float32Array.of(1, 2),
				b: Float32Array.of(1, 0, 0, 1),
			},
		],
	]),
};

it("comes back as it was written", async () => {
	await writeAdapter(folder, adapter);
	const back = await readAdapter(folder);
	expect(back).toEqual({ ...adapter, targets: ["down_proj", "q_proj"] });
	const { tensors } = await openSafetensors(
		join(folder, "adapter_model.safetensors"),
	);
	const key = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
	expect(tensors.get(key)?.shape).toEqual([2, 3]);
});

it("scales by alpha over rank, or its root", () => {
	expect(adapterScale({ rank: 16, alpha: 8, rslora: false })).toBe(0.5);
	expect(adapterScale({ rank: 16, alpha: 8, rslora: true })).toBe(2);
});

it("adds scale B A to a weight of either orientation", () => {
	const module = {
		inFeatures: 3,
		outFeatures: 2,
		a: Float32Array.of(1, 2, 3, 0, 1, 0),
		b: Float32Array.of(1, 0, 2, -1),
	};
	// B A = [[1, 2, 3], [2, 3, 6]], scale 4.
	const plain = Float32Array.of(0, 0, 0, 1, 1, 1);
	addProduct(plain, adapter, module);
	expect([...plain]).toEqual([4, 8, 12, 9, 13, 25]);
	const turned = Float32Array.of(0, 1, 0, 1, 0, 1);
	addProduct(turned, { ...adapter, fanInFanOut: true }, module);
	expect([...turned]).toEqual([4, 9, 8, 13, 12, 25]);
});

it("says when its targets leave a module out", async () => {
	await expect(
		writeAdapter(folder, { ...adapter, targets: ["k_proj"] }),
	).rejects.toThrow("self_attn.q_proj: expected one of the adapter's targets");
});

async function refusal() {
	const error = await readAdapter(folder).catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(TemperError);
	expect((error as TemperError).code).toBe("weights");
	return (error as TemperError).message;
}

describe("a config", () => {
	async function change(fields: Record<string, unknown>) {
		await writeAdapter(folder, adapter);
		const file = join(folder, "adapter_config.json");
		const config = JSON.parse(await readFile(file, "utf8"));
		await writeFile(file, JSON.stringify({ ...config, ...fields }));
	}

	it.each<[string, unknown]>([
		["peft_type", "LOHA"],
		["task_type", "SEQ_CLS"],
		["bias", "lora_only"],
		["use_dora", true],
		["lora_bias", true],
		["rank_pattern", { q_proj: 4 }],
		["alpha_pattern", { q_proj: 4 }],
		["modules_to_save", ["lm_head"]],
		["layer_replication", [[0, 4]]],
		["trainable_token_indices", [1]],
		["target_parameters", ["experts"]],
		["use_qalora", true],
		["init_lora_weights", "pissa"],
		["some_new_option", 3],
		["r", 0],
		["r", "2"],
		["lora_alpha", null],
		["lora_dropout", 1],
		["use_rslora", "yes"],
		["target_modules", [1]],
	])("with %s = %j is refused by name", async (name, value) => {
		await change({ [name]: value });
		expect(await refusal()).toContain(`adapter_config.json, ${name}: expected`);
	});

	it("with fields of PEFT that change nothing is read", async () => {
		await change({
			peft_version: "0.21.0",
			qalora_group_size: 16,
			megatron_core: "megatron.core",
			layers_to_transform: [0],
			target_modules: "all-linear",
			kasa_config: null,
		});
		expect((await readAdapter(folder)).targets).toBeNull();
	});

	it("with another rank than its tensors is refused", async () => {
		await change({ r: 4 });
		expect(await refusal()).toContain("lora_A of shape [4, in]");
	});
});

describe("weights", () => {
	const write = async (names: Record<string, number[]>) => {
		await writeAdapter(folder, adapter);
		await writeSafetensors(
			join(folder, "adapter_model.safetensors"),
			Object.entries(names).map(([name, shape]) => ({
				name,
				dtype: "F32" as const,
				shape,
				read: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
			})),
		);
	};
	const a = "base_model.model.x.q_proj.lora_A.weight";
	const b = "base_model.model.x.q_proj.lora_B.weight";

	it.each<[string, Record<string, number[]>, string]>([
		["none", {}, "at least one adapted module"],
		["half a pair", { [a]: [2, 3] }, "only lora_A"],
		[
			"a saved module",
			{ "base_model.model.lm_head.weight": [2] },
			"lm_head.weight",
		],
		[
			"an embedding",
			{ "base_model.model.x.lora_embedding_A": [2] },
			"lora_embedding_A",
		],
		[
			"DoRA's",
			{
				[a]: [2, 3],
				[b]: [1, 2],
				"base_model.model.x.q_proj.lora_magnitude_vector": [1],
			},
			"lora_magnitude_vector",
		],
		[
			"the head",
			{
				"base_model.model.lm_head.lora_A.weight": [2, 3],
				"base_model.model.lm_head.lora_B.weight": [5, 2],
			},
			"lm_head: expected an adapter of linear layers between embedding and head",
		],
		[
			"a module that the config does not name",
			{
				"base_model.model.x.v_proj.lora_A.weight": [2, 3],
				"base_model.model.x.v_proj.lora_B.weight": [1, 2],
			},
			"x.v_proj: expected one of the target_modules",
		],
		["three dimensions", { [a]: [2, 3, 1], [b]: [1, 2] }, "found [2, 3, 1]"],
	])("of %s are refused", async (_, names, message) => {
		await write(names);
		expect(await refusal()).toContain(message);
	});

	it("that are missing are named", async () => {
		expect(await refusal()).toContain("adapter_config.json");
		await writeAdapter(folder, adapter);
		await rm(join(folder, "adapter_model.safetensors"));
		expect(await refusal()).toContain("adapter_model.safetensors: expected");
	});
});
