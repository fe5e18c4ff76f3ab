import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { blocksFile } from "../blocks/stored-blocks.ts";
import { writeJsonFile } from "../json/json-file.ts";
import { weightsFile } from "../model-files.ts";
import { writeSafetensors } from "../safetensors/write-safetensors.ts";
import { writeFolderAtomic } from "../write-atomic.ts";
import { readPlanned } from "./decode-tensor.ts";
import type { Family, FoundModel } from "./families/family.ts";
import { gemma3 } from "./families/gemma3.ts";
import { gpt2 } from "./families/gpt2.ts";
import { llama } from "./families/llama.ts";
import { qwen2 } from "./families/qwen2.ts";
import { qwen3 } from "./families/qwen3.ts";
import { type GgufFile, openGguf } from "./gguf-file.ts";
import { blockSources, tensorsInBlocks } from "./split-blocks.ts";
import { tokenizerFiles } from "./tokenizer/tokenizer-files.ts";
import { readVocabulary, type SpecialTokens } from "./tokenizer/vocabulary.ts";

const families: Readonly<Record<string, Family>> = {
	llama,
	qwen2,
	qwen3,
	gpt2,
	gemma3,
};

/** How far an import has come: tensors written of all. */
export interface ImportProgress {
	readonly tensor: string;
	readonly done: number;
	readonly total: number;
}

export interface ImportOptions {
	/** What the folder's weights are stored as. */
	readonly dtype: "float32" | "bfloat16" | "float16";
	readonly onProgress?: (progress: ImportProgress) => void;
}

const storedAs = { float32: "F32", bfloat16: "BF16", float16: "F16" } as const;

function findFamily({ file, metadata }: GgufFile): [string, Family] {
	const name = metadata.text("general.architecture");
	if ((metadata.optionalNumber("split.count") ?? 1) > 1)
		metadata.refuse(
			"split.count",
			"a model in one file",
			"Join its parts first: llama-gguf-split --merge.",
		);
	const family = Object.hasOwn(families, name) ? families[name] : undefined;
	if (family !== undefined) return [name, family];
	throw new TemperError("weights", {
		where: `${file}, general.architecture`,
		expected: `one of ${Object.keys(families).join(", ")}`,
		found: name.slice(0, 100),
	});
}

/** Token ids as config.json and generation_config.json name them: whatever ends a text or a turn is an eos. */
function tokenIds(specials: SpecialTokens): Record<string, unknown> {
	const { bos, eos, eot, pad } = specials;
	const ends = [...new Set([eos, eot])].filter((id) => id !== null);
	return {
		bos_token_id: bos,
		eos_token_id: ends.length > 1 ? ends : (ends[0] ?? null),
		pad_token_id: pad,
	};
}

async function writeModel(
	folder: string,
	gguf: GgufFile,
	model: FoundModel,
	options: ImportOptions,
): Promise<void> {
	const total = model.tensors.length;
	const sources = model.tensors.map((tensor, index) => ({
		name: tensor.name,
		dtype: storedAs[options.dtype],
		shape: tensor.shape,
		read() {
			options.onProgress?.({ tensor: tensor.name, done: index, total });
			return readPlanned(gguf.file, tensor);
		},
	}));
	await writeSafetensors(join(folder, weightsFile), sources);
	const inBlocks = tensorsInBlocks(model.tensors);
	if (inBlocks.length > 0)
		await writeSafetensors(
			join(folder, blocksFile),
			blockSources(gguf.file, inBlocks),
		);
	const last = model.tensors.at(-1)?.name ?? "";
	options.onProgress?.({ tensor: last, done: total, total });
}

/**
 * Unpacks a GGUF file into a new Hugging Face folder: weights, config.json, generation_config.json, tokenizer and chat
 * template, and beside the weights their blocks, if products can read those of all linear layers. The folder appears whole or not at all.
 * Throws `weights` for a damaged file and for anything that Temper does not know, and `disk` when it cannot write.
 */
export async function importGguf(
	file: string,
	outFolder: string,
	options: ImportOptions,
): Promise<void> {
	const gguf = await openGguf(file);
	const { metadata } = gguf;
	const [architecture, family] = findFamily(gguf);
	const model = await family(gguf);
	const rows = Number(model.config.vocab_size);
	const vocabulary = readVocabulary(metadata, rows);
	const context = metadata.count(`${architecture}.context_length`);
	const files = tokenizerFiles(metadata, vocabulary, architecture, context);
	const ids = tokenIds(vocabulary.specials);
	await writeFolderAtomic(outFolder, async (folder) => {
		await writeModel(folder, gguf, model, options);
		await writeJsonFile(join(folder, "config.json"), {
			...model.config,
			...ids,
			torch_dtype: options.dtype,
		});
		await writeJsonFile(join(folder, "generation_config.json"), ids);
		await writeJsonFile(join(folder, "tokenizer.json"), files.tokenizer);
		await writeJsonFile(
			join(folder, "tokenizer_config.json"),
			files.tokenizerConfig,
		);
	});
}
