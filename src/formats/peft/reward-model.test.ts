import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSafetensors } from "../safetensors/safetensors.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import type { Adapter } from "./adapter.ts";
import { readAdapter } from "./read-adapter.ts";
import {
	isRewardModel,
	readRewardModel,
	writeRewardModel,
} from "./reward-model.ts";
import { writeAdapter } from "./write-adapter.ts";

let home: string;
let folder: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), "temper-reward-model-"));
	folder = join(home, "reward-model");
});
afterEach(() => rm(home, { recursive: true }));

const path = "model.layers.0.mlp.down_proj";
const adapter: Adapter = {
	...{ rank: 1, alpha: 2, dropout: 0, rslora: true, fanInFanOut: false },
	...{ targets: ["down_proj"], base: "org/model" },
	modules: new Map([
		[
			path,
			{
				...{ inFeatures: 3, outFeatures: 2 },
				a: Float32Array.of(1, 2, 3),
				b: Float32Array.of(0.5, -1),
			},
		],
	]),
};
const head = Float32Array.of(0.25, -3);

async function change(fields: Record<string, unknown>) {
	const file = join(folder, "adapter_config.json");
	const config = JSON.parse(await readFile(file, "utf8"));
	await writeFile(file, JSON.stringify({ ...config, ...fields }));
}

it("comes back as it was written, under the names that PEFT gives it", async () => {
	await writeRewardModel(folder, { adapter, head });
	expect(await readRewardModel(folder)).toEqual({ adapter, head });
	const config = JSON.parse(
		await readFile(join(folder, "adapter_config.json"), "utf8"),
	);
	expect(config).toMatchObject({
		task_type: "SEQ_CLS",
		modules_to_save: ["score"],
	});
	const { tensors } = await openSafetensors(
		join(folder, "adapter_model.safetensors"),
	);
	expect(tensors.get("base_model.model.score.weight")?.shape).toEqual([1, 2]);
});

it("is read where PEFT lists the names of other families' heads too", async () => {
	await writeRewardModel(folder, { adapter, head });
	await change({ modules_to_save: ["classifier", "score"] });
	expect((await readRewardModel(folder)).head).toEqual(head);
});

it("stands nowhere when it cannot be written whole", async () => {
	const broken = new Map(adapter.modules);
	broken.set("x.down_proj", {
		...{ inFeatures: 9, outFeatures: 9 },
		...{ a: Float32Array.of(1), b: Float32Array.of(1) },
	});
	const write = writeRewardModel(folder, {
		adapter: { ...adapter, modules: broken },
		head,
	});
	await expect(write).rejects.toThrow();
	expect(await readdir(home)).toEqual([]);
});

it("and an adapter are not taken for each other", async () => {
	await writeRewardModel(folder, { adapter, head });
	expect(await isRewardModel(folder)).toBe(true);
	await expect(readAdapter(folder)).rejects.toThrow(
		/task_type: expected "CAUSAL_LM", found "SEQ_CLS"\. SEQ_CLS is a reward model/,
	);
	const plain = join(home, "adapter");
	await writeAdapter(plain, adapter);
	expect(await isRewardModel(plain)).toBe(false);
	await expect(readRewardModel(plain)).rejects.toThrow(
		/task_type: expected "SEQ_CLS", as a reward model has it, found "CAUSAL_LM"\. CAUSAL_LM is an adapter/,
	);
});

describe("is refused", () => {
	it.each<[string, Record<string, unknown>, string]>([
		["modules of another name", { modules_to_save: ["value"] }, '["score"]'],
		["a head in the embedding", { modules_to_save: ["score", "wte"] }, '["sc'],
		["no saved module", { modules_to_save: null }, 'expected ["score"]'],
		["another task", { task_type: "TOKEN_CLS" }, 'found "TOKEN_CLS".'],
		["DoRA", { use_dora: true }, "use_dora: expected"],
	])("with %s", async (_, fields, message) => {
		await writeRewardModel(folder, { adapter, head });
		await change(fields);
		await expect(readRewardModel(folder)).rejects.toThrow(message);
	});

	it.each<[string, readonly number[] | null, number, string]>([
		["no head", null, 0, "found none"],
		["two scores", [2, 2], 0, "found [2, 2]"],
		["a head of one dimension", [2], 0, "found [2]"],
		["a head that is no number", [1, 2], Number.NaN, "score.weight"],
	])("with %s", async (_, shape, value, message) => {
		await writeRewardModel(folder, { adapter, head });
		const file = join(folder, "adapter_model.safetensors");
		const key = `base_model.model.${path}`;
		const shapes: Record<string, readonly number[]> = {
			[`${key}.lora_A.weight`]: [1, 3],
			[`${key}.lora_B.weight`]: [2, 1],
			...(shape && { "base_model.model.score.weight": shape }),
		};
		await writeSafetensors(
			file,
			Object.entries(shapes).map(([name, dims]) => ({
				...{ name, shape: dims, dtype: "F32" as const },
				read: () =>
					new Float32Array(dims.reduce((p, d) => p * d, 1)).fill(
						name.endsWith("score.weight") ? value : 1,
					),
			})),
		);
		await expect(readRewardModel(folder)).rejects.toThrow(message);
	});
});
