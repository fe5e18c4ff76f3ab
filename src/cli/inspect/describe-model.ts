import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { openModel } from "../../formats/open-model.ts";
import type { Architecture } from "../../models/architecture.ts";
import { parameterCount } from "../../models/parameter-count.ts";
import { openTemplate } from "../../text/template/template.ts";
import { openTokenizer } from "../../text/tokenizer/open-tokenizer.ts";
import { readMark } from "../pull/pulled-mark.ts";
import { showBytes, showCount } from "../terminal/units.ts";

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

/** What a model folder holds, as names and values for people. Throws `weights` for what cannot be trained. */
export async function describeModel(folder: string): Promise<Fact[]> {
	const { model } = await openModel(folder, { checkValues: false });
	const { architecture, tensors } = model;
	const parameters = parameterCount(architecture);
	const used = [...tensors.values()];
	const dtypes = [...new Set(used.map(({ dtype }) => dtype))];
	const template = await openTemplate(folder);
	const tokenizer = existsSync(join(folder, "tokenizer.json"))
		? showCount((await openTokenizer(folder)).vocabSize)
		: "none";
	const lora = adapterSize(architecture, 8);
	const mark = await readMark(folder);
	return [
		...(mark?.weights === undefined
			? []
			: [
					[
						"unpacked from",
						`${mark.weights} weights of ${basename(mark.source)}`,
					] as const,
				]),
		["family", architecture.family],
		["parameters", showCount(parameters)],
		[
			"weights",
			`${dtypes.join(", ")}, ${showBytes(total(used.map(({ length }) => length)))}`,
		],
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
		["chat template", template === null ? "none" : "yes"],
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
