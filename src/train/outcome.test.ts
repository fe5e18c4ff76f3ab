import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openModel } from "../formats/open-model.ts";
import { readRewardModel } from "../formats/peft/reward-model.ts";
import { readTensor } from "../formats/safetensors/tensor-data.ts";
import { writeSafetensors } from "../formats/safetensors/write-safetensors.ts";
import { readArchitecture } from "../models/model.ts";
import type { RunFolder } from "../runs/folder/run-folder.ts";
import { writeOutcome } from "./outcome.ts";
import type { Prepared } from "./prepare/prepare.ts";

const config = {
	model_type: "llama",
	hidden_size: 4,
	intermediate_size: 4,
	num_hidden_layers: 1,
	num_attention_heads: 1,
	vocab_size: 5,
	tie_word_embeddings: true,
};

const readable = ([name, data]: readonly [string, Float32Array]) => ({
	...{ name, shape: [data.length] },
	read: async () => data,
});

test("a head that gives rewards makes a reward model of the adapter", async () => {
	const folder = join(mkdtempSync(join(tmpdir(), "temper-outcome-")), "out");
	const path = "model.layers.0.self_attn.q_proj";
	const values = new Map([
		[`${path}.lora_A.weight`, new Float32Array(4).fill(1)],
		[`${path}.lora_B.weight`, new Float32Array(4).fill(2)],
		["score.weight", Float32Array.of(1, 2, 3, 4)],
	]);
	const run: Pick<RunFolder, "writeResult"> = {
		writeResult: async (kind, fill) => {
			await fill(folder);
			return kind;
		},
	};
	const tuning = {
		...{ kind: "lora", rank: 1, alpha: 2, rslora: false, dropout: 0 },
		paths: new Set([path]),
	};
	const result = await writeOutcome(
		run as RunFolder,
		{
			...{ tuning, recipe: { model: "base", data: {} } },
			model: { architecture: readArchitecture(config) },
		} as unknown as Prepared,
		[...values].map(readable),
	);
	expect(result).toBe("reward-model");
	const { adapter, head } = await readRewardModel(folder);
	expect([...head]).toEqual([1, 2, 3, 4]);
	expect(adapter).toMatchObject({ base: "base", alpha: 2 });
	expect([...adapter.modules.keys()]).toEqual([path]);
});

test("a tied head that the base stores all the same goes on repeating the embedding", async () => {
	const folder = mkdtempSync(join(tmpdir(), "temper-outcome-"));
	writeFileSync(join(folder, "config.json"), JSON.stringify(config));
	const { tensors } = readArchitecture(config);
	const shapes = new Map([...tensors, ["lm_head.weight", [5, 4]]]);
	await writeSafetensors(
		join(folder, "model.safetensors"),
		[...shapes].map(([name, shape]) => ({
			...{ name, shape, dtype: "F32" as const },
			read: () => new Float32Array(shape.reduce((a, b) => a * b, 1)),
		})),
	);
	const opened = await openModel(folder, { checkValues: true });
	const data = Float32Array.from({ length: 20 }, (_, i) => i);
	const name = "model.embed_tokens.weight";
	const out = join(folder, "out");
	const run: Pick<RunFolder, "writeResult"> = {
		writeResult: async (kind, fill) => {
			await fill(out);
			return kind;
		},
	};
	await writeOutcome(
		run as RunFolder,
		{
			...{ ...opened, tuning: { kind: "full" } },
			recipe: { model: folder, data: {} },
		} as unknown as Prepared,
		[{ name, shape: [5, 4], read: async () => data }],
	);
	const { files } = await openModel(out, { checkValues: true });
	const head = files.tensors.get("lm_head.weight");
	expect(await readTensor(head!)).toEqual(data);
});
