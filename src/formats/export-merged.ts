import {
	chmod,
	copyFile,
	cp,
	readdir,
	readFile,
	writeFile,
} from "node:fs/promises";
import { basename, join } from "node:path";
import type { StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import {
	generationConfigEndingAt,
	generationConfigFile,
} from "./generation-config.ts";
import { writeJsonFile } from "./json/json-file.ts";
import {
	type ModelFiles,
	weightsFile,
	weightsIndexFile,
} from "./model-files.ts";
import type { Adapter } from "./peft/adapter.ts";
import { addProduct } from "./peft/merge.ts";
import { readTensor, readTensorChunks } from "./safetensors/tensor-data.ts";
import { writeSafetensors } from "./safetensors/write-safetensors.ts";
import { withoutMachinePaths } from "./without-machine-paths.ts";
import { writeFolderAtomic } from "./write-atomic.ts";

/** What training changed: an adapter to be merged, or new values by the name of the tensor. */
export type Change =
	| { readonly kind: "adapter"; readonly adapter: Adapter }
	| {
			readonly kind: "tensors";
			readonly tensors: ReadonlyMap<string, NewValues>;
	  };

/** Values of a tensor, read when they are written. */
export interface NewValues {
	readonly shape: readonly number[];
	read(): Promise<Float32Array>;
}

/** How far an export has come: tensors written of all. */
export interface ExportProgress {
	readonly tensor: string;
	readonly done: number;
	readonly total: number;
}

export interface ExportOptions {
	readonly onProgress?: (progress: ExportProgress) => void;
	/** Tokens that training taught as ends of turns. */
	readonly endIds?: Iterable<number>;
	/** Changes the folder before it appears. */
	readonly finish?: (folder: string) => Promise<void>;
}

/** Files of a model folder that hold weights, or that describe the base model and no other. */
const leftBehind =
	/\.(safetensors|bin|pt|pth|h5|msgpack|gguf|onnx|onnx_data|ot|tflite|npz)$|\.safetensors\.index\.json$|\.bin\.index\.json$|^adapter_|^README\.md$|^temper-source\.json$|^\./i;

/** Configs, in which libraries note where a model once was. */
const config = /(config|_map)\.json$/;

/** New values of a tensor of the base, or null if it stays as it is. */
type Rewrite = (tensor: StoredTensor) => Promise<Float32Array> | null;

function refuse(where: string, expected: string, found: string): never {
	throw new TemperError("weights", { where, expected, found });
}

/** The tensor that an adapted module multiplies by. Some checkpoints leave out the first word of names. */
function weightOf(base: ModelFiles, path: string): StoredTensor {
	const short = path.slice(path.indexOf(".") + 1);
	const found =
		base.tensors.get(`${path}.weight`) ?? base.tensors.get(`${short}.weight`);
	if (found !== undefined) return found;
	return refuse(
		`adapter, ${path}`,
		`a tensor ${path}.weight in ${base.folder}`,
		path.endsWith("lm_head")
			? "none, the head being tied to the embedding"
			: "no such tensor",
	);
}

function mergeAdapter(base: ModelFiles, adapter: Adapter): Rewrite {
	const modules = new Map(
		[...adapter.modules].map(([path, module]) => {
			const { name, shape } = weightOf(base, path);
			const wanted = [module.outFeatures, module.inFeatures];
			if (adapter.fanInFanOut) wanted.reverse();
			if (shape.join() !== wanted.join())
				refuse(
					`adapter, ${path}`,
					`a module of shape [${wanted.join(", ")}]`,
					`[${shape.join(", ")}] in ${base.folder}`,
				);
			return [name, module] as const;
		}),
	);
	return (tensor) => {
		const module = modules.get(tensor.name);
		if (module === undefined) return null;
		return readTensor(tensor).then((weight) => {
			addProduct(weight, adapter, module);
			return weight;
		});
	};
}

function replaceTensors(
	base: ModelFiles,
	tensors: ReadonlyMap<string, NewValues>,
): Rewrite {
	const sizeOf = (shape: readonly number[]) =>
		shape.reduce((product, count) => product * count, 1);
	for (const [name, values] of tensors) {
		const shape = base.tensors.get(name)?.shape;
		if (shape === undefined)
			refuse(`trained tensor ${name}`, `its like in ${base.folder}`, "none");
		const [size, found] = [sizeOf(shape), sizeOf(values.shape)];
		if (size !== found)
			refuse(`trained tensor ${name}`, `${size} values`, `${found}`);
	}
	return (tensor) => tensors.get(tensor.name)?.read() ?? null;
}

async function copySideFiles(from: string, to: string): Promise<void> {
	for (const entry of await readdir(from, { withFileTypes: true })) {
		if (leftBehind.test(entry.name)) continue;
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		// Hub caches and copies of models are full of links.
		if (entry.isFile() || entry.isSymbolicLink()) {
			if (config.test(entry.name)) {
				const text = await readFile(source, "utf8");
				await writeFile(target, withoutMachinePaths(text));
			} else await copyFile(source, target);
			await chmod(target, 0o644);
		} else if (entry.name === "additional_chat_templates")
			await cp(source, target, { recursive: true, dereference: true });
	}
}

async function writeWeights(
	base: ModelFiles,
	rewrite: Rewrite,
	folder: string,
	onProgress: (progress: ExportProgress) => void,
): Promise<void> {
	const shards = new Map<string, StoredTensor[]>();
	for (const tensor of base.tensors.values()) {
		const shard = shards.get(tensor.file);
		if (shard === undefined) shards.set(tensor.file, [tensor]);
		else shard.push(tensor);
	}
	const total = base.tensors.size;
	let done = 0;
	for (const [file, tensors] of shards) {
		const sources = tensors.map((tensor) => ({
			name: tensor.name,
			dtype: tensor.dtype,
			shape: tensor.shape,
			read() {
				onProgress({ tensor: tensor.name, done: done++, total });
				return rewrite(tensor) ?? readTensorChunks(tensor);
			},
		}));
		await writeSafetensors(join(folder, basename(file)), sources);
	}
	if (
		shards.size === 1 &&
		basename([...shards.keys()][0] ?? "") === weightsFile
	)
		return;
	const all = [...base.tensors.values()];
	await writeJsonFile(join(folder, weightsIndexFile), {
		metadata: { total_size: all.reduce((sum, { length }) => sum + length, 0) },
		weight_map: Object.fromEntries(
			all.map(({ name, file }) => [name, basename(file)]),
		),
	});
}

/**
 * Writes a whole model: the base with what training changed, in the base's dtypes and files, and every other file of its
 * folder as it is; but the generation config lists all `endIds`, the tokens that training taught as ends of turns. One
 * tensor is in memory at a time. The folder appears whole or not at all.
 * Throws `weights` if the change does not fit the base, and `disk`.
 */
export async function exportMerged(
	base: ModelFiles,
	change: Change,
	outFolder: string,
	{ onProgress = () => {}, endIds = [], finish }: ExportOptions = {},
): Promise<void> {
	const generation = generationConfigEndingAt(base, endIds);
	const rewrite =
		change.kind === "adapter"
			? mergeAdapter(base, change.adapter)
			: replaceTensors(base, change.tensors);
	await writeFolderAtomic(outFolder, async (folder) => {
		await copySideFiles(base.folder, folder);
		if (generation !== null)
			await writeJsonFile(join(folder, generationConfigFile), generation);
		await writeWeights(base, rewrite, folder, onProgress);
		await finish?.(folder);
	});
}
