import type { StoredDType, StoredTensor } from "../core/dtype.ts";
import { TemperError } from "../core/error.ts";
import { expectShape } from "../nn/parameters.ts";
import type { Architecture, Family, ModelShape } from "./architecture.ts";
import { ConfigReader } from "./config-reader.ts";
import { gemma3 } from "./gemma3.ts";
import { gpt2 } from "./gpt2.ts";
import { llama } from "./llama.ts";

const families: readonly Family[] = [llama, gpt2, gemma3];

export const supportedModelTypes: readonly string[] = families.flatMap(
	(family) => family.modelTypes,
);

/** A checkpoint that can be trained by an engine that knows how to compute it. */
export interface ShapedModel {
	readonly architecture: ModelShape;
	/** Tensors by the architecture's names. */
	readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A checkpoint that fits its architecture. */
export interface Model extends ShapedModel {
	readonly architecture: Architecture;
}

/** The same model, as one that graphs are built of. Throws `weights` for a family that has none. */
export function computable(model: ShapedModel): Model {
	if (hasGraph(model)) return model;
	throw new TemperError("weights", {
		where: "model_type",
		expected: `one of ${supportedModelTypes.join(", ")}`,
		found: model.architecture.family,
	});
}

function hasGraph(model: ShapedModel): model is Model {
	return "forward" in model.architecture;
}

/** Reads config.json. Throws `weights`, naming the field, if it requires something that is not implemented. */
export function readArchitecture(
	config: Readonly<Record<string, unknown>>,
	where = "config.json",
): Architecture {
	const type = config.model_type;
	const family = families.find(({ modelTypes }) =>
		modelTypes.includes(String(type)),
	);
	if (!family)
		throw new TemperError("weights", {
			where: `${where}, model_type`,
			expected: `one of ${supportedModelTypes.join(", ")}`,
			found: JSON.stringify(type) ?? "nothing",
		});
	return family.read(new ConfigReader(config, where), String(type));
}

const reals: readonly StoredDType[] = ["F32", "F16", "BF16"];

/** Throws `weights` unless a tensor is of a type that weights are computed in. */
function expectReal({ file, name, dtype }: StoredTensor): void {
	if (reals.includes(dtype)) return;
	throw new TemperError("weights", {
		where: `${file}, tensor ${name}, dtype`,
		expected: reals.join(", "),
		found: dtype,
		hint: "Save the model as bfloat16 or float32, without quantisation.",
	});
}

/** The output head, if a checkpoint stores one. */
export const headTensor = "lm_head.weight";

/** Tensors that old checkpoints carry and that the config determines: masks and rotary tables. */
const derivedTensor = /\.(attn\.(bias|masked_bias)|rotary_emb\.inv_freq)$/;

/**
 * Matches a checkpoint's tensors with its architecture. Throws `weights` if one is missing, has another shape, or
 * has no place in the architecture.
 */
export function matchModel(
	config: Readonly<Record<string, unknown>>,
	stored: ReadonlyMap<string, StoredTensor>,
	where = "config.json",
): Model {
	const architecture = readArchitecture(config, where);
	const { tensors: expected, prefix } = architecture;
	const bare = !stored.has([...expected.keys()][0] as string);
	const tensors = new Map<string, StoredTensor>();
	const used = new Set<string>();
	for (const [name, shape] of expected) {
		const own =
			bare && name.startsWith(prefix) ? name.slice(prefix.length) : name;
		const tensor = stored.get(own);
		if (!tensor)
			throw new TemperError("weights", {
				where: `checkpoint of ${where}`,
				expected: `a tensor ${name}`,
				found: `${stored.size} tensors without it`,
			});
		expectShape(tensor, shape);
		expectReal(tensor);
		tensors.set(name, tensor);
		used.add(own);
	}
	for (const name of stored.keys()) {
		if (used.has(name) || derivedTensor.test(name)) continue;
		// A tied head that was saved all the same repeats the embedding.
		if (name === headTensor) continue;
		throw new TemperError("weights", {
			where: `checkpoint of ${where}`,
			expected: `only tensors of a ${architecture.family} model`,
			found: name,
		});
	}
	return { architecture, tensors };
}
