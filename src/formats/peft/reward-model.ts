import { join, resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import { readJsonFile } from "../json/json-file.ts";
import { readTensor } from "../safetensors/tensor-data.ts";
import type { Adapter } from "./adapter.ts";
import { adapterConfigFile, savedKey } from "./adapter-config.ts";
import { readAdapterFolder } from "./read-adapter.ts";
import { writeAdapterFolder } from "./write-adapter.ts";

/** A base model's adapter and a head that reads a reward from an answer's last hidden state. */
export interface SavedRewardModel {
	readonly adapter: Adapter;
	/** [1, C] */
	readonly head: Float32Array;
}

/** The module that transformers reads a score from. */
const score = "score";

/**
 * Writes a reward model as a PEFT folder, float32, which appears whole or not at all. PEFT loads it with transformers'
 * `AutoModelForSequenceClassification` of the base and `num_labels=1`. Throws `disk`.
 */
export async function writeRewardModel(
	folder: string,
	{ adapter, head }: SavedRewardModel,
): Promise<void> {
	const saved = {
		...{ name: savedKey(score), dtype: "F32" as const },
		...{ shape: [1, head.length], read: () => head },
	};
	await writeAdapterFolder(folder, {
		...{ adapter, task: "SEQ_CLS", saved: [saved] },
		generationConfig: null,
	});
}

/** Whether a PEFT folder says that it is a model that scores. Throws `weights` if it says nothing that can be read. */
export async function isRewardModel(folder: string): Promise<boolean> {
	const config = await readJsonFile(
		join(resolve(folder), adapterConfigFile),
		"weights",
	);
	return config.task_type === "SEQ_CLS";
}

/** Reads a PEFT folder with a score. Throws `weights` for a plain adapter, or a classifier with more scores than one. */
export async function readRewardModel(
	folder: string,
): Promise<SavedRewardModel> {
	const { adapter, saved, file } = await readAdapterFolder(folder, "SEQ_CLS");
	const tensor = saved.get(score);
	const [rows, width = 0] = tensor?.shape ?? [];
	if (tensor && tensor.shape.length === 2 && rows === 1 && width > 0)
		return { adapter, head: await readTensor(tensor) };
	throw new TemperError("weights", {
		where: `${file}, tensor ${savedKey(score)}`,
		expected: "a head of shape [1, hidden size]",
		found: tensor ? `[${tensor.shape.join(", ")}]` : "none",
		hint: "A reward model gives one number: it is trained with num_labels=1.",
	});
}
