import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { StoredTensor } from "../../core/dtype.ts";
import type { TemperError } from "../../core/error.ts";
import type { Variables } from "../../engine/torch/environment.ts";
import { type ModelFiles, openModelFiles } from "../../formats/model-files.ts";
import { openModel } from "../../formats/open-model.ts";
import type { Architecture } from "../../models/architecture.ts";
import type { Model } from "../../models/model.ts";
import { parameterCount } from "../../models/parameter-count.ts";
import { blockFormatsOf, isInBlocks } from "../../nn/blocks.ts";
import { openTemplate } from "../../text/template/template.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { readMark } from "../pull/pulled-mark.ts";
import { showBytes, showCount } from "../terminal/units.ts";

import { enginesOf } from "./describe-engines.ts";

type Fact = readonly [name: string, value: string];

/** Numbers in an adapter of this rank on every linear layer. */
export function adapterSize({ linears }: Architecture, rank: number): number {
	return linears.reduce(
		(sum, { inFeatures, outFeatures }) =>
			sum + rank * (inFeatures + outFeatures),
		0,
	);
}

function total(sizes: Iterable<number>): number {
	let sum = 0;
	for (const size of sizes) sum += size;
	return sum;
}

/** What a model folder holds, as names and values for people. Throws `weights` for what no engine trains. */
export async function describeModel(
	folder: string,
	env: Variables = process.env,
): Promise<Fact[]> {
	const files = await openModelFiles(folder);
	const { refusal, torch } = await enginesOf(files, env);
	if (refusal !== null && !torch.trains) throw refusal;
	return [
		...(await describeSource(folder)),
		...(refusal === null
			? await describeKnown(folder)
			: await describeForeign(files)),
		["engine: onnx", onnxInWords(refusal)],
		["engine: torch", torch.words],
	];
}

function onnxInWords(refusal: TemperError | null): string {
	if (refusal === null) return "yes, the default";
	const { where, expected, found } = refusal;
	return `no: ${where}: expected ${expected}, found ${found}`;
}

async function describeSource(folder: string): Promise<Fact[]> {
	const mark = await readMark(folder);
	if (mark?.weights === undefined) return [];
	const { weights, source } = mark;
	return [["unpacked from", `${weights} weights of ${basename(source)}`]];
}

/** What is known of a model of any family from its config and the headers of its weights. */
async function describeForeign({
	folder,
	config,
	tensors,
}: ModelFiles): Promise<Fact[]> {
	const stored = [...tensors.values()];
	const { tokenizer, template } = await describeText(folder);
	const size = ({ shape }: StoredTensor) => shape.reduce((a, b) => a * b, 1);
	return [
		["family", String(config.model_type)],
		["parameters", showCount(total(stored.map(size)))],
		["weights", weightsInWords(stored)],
		["tokenizer", tokenizer],
		["chat template", template],
	];
}

function weightsInWords(stored: readonly StoredTensor[]): string {
	const dtypes = [...new Set(stored.map(({ dtype }) => dtype))];
	return `${dtypes.join(", ")}, ${showBytes(total(stored.map(({ length }) => length)))}`;
}

async function describeText(folder: string) {
	const tokenizer = existsSync(join(folder, "tokenizer.json"))
		? showCount((await openTokenizer(folder)).vocabSize)
		: "none";
	const template = (await openTemplate(folder)) === null ? "none" : "yes";
	return { tokenizer, template };
}

/** The blocks of a GGUF file that the folder has beside the weights. */
function blockFacts(model: Model): Fact[] {
	if (!isInBlocks(model)) return [];
	const formats = blockFormatsOf(model).join(", ");
	return [["blocks", `${formats}, which precision int4 holds as they are`]];
}

async function describeKnown(folder: string): Promise<Fact[]> {
	const { model } = await openModel(folder, { checkValues: false });
	const { architecture, tensors } = model;
	const parameters = parameterCount(architecture);
	const { tokenizer, template } = await describeText(folder);
	const lora = adapterSize(architecture, 8);
	return [
		["family", architecture.family],
		["parameters", showCount(parameters)],
		["weights", weightsInWords([...tensors.values()])],
		...blockFacts(model),
		[
			"layers",
			`${architecture.layers}, hidden size ${architecture.hiddenSize}`,
		],
		[
			"vocabulary",
			`${showCount(architecture.vocabSize)}, tokenizer ${tokenizer}`,
		],
		["window", `${showCount(architecture.maxPositions)} tokens`],
		[
			"head",
			architecture.head === "lm_head.weight"
				? "its own"
				: "tied to the embedding",
		],
		["chat template", template],
		[
			"memory",
			`${showBytes(4 * parameters)} for float32 weights, before activations`,
		],
		[
			"lora rank 8",
			`trains ${showCount(lora)} (${((100 * lora) / parameters).toFixed(2)}%), adapters on ${architecture.linears.length} linear layers`,
		],
	];
}
