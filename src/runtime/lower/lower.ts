import { basename, dirname } from "node:path";
import type { StoredDType, StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import type { Graph, Leaf } from "../../graph/graph.ts";
import type { OperationName } from "../../graph/operations.ts";
import {
	type ElementType,
	elementType,
	encodeModel,
	externalProto,
	type TensorProto,
	valueInfoProto,
} from "../proto.ts";
import * as attention from "./attention.ts";
import { cachedAttention } from "./cached-attention.ts";
import * as elementwise from "./elementwise.ts";
import { direct, type Lowering } from "./elementwise.ts";
import { type DeviceKind, Emitter } from "./emitter.ts";
import * as head from "./head.ts";
import * as matrices from "./matrices.ts";
import * as norms from "./norms.ts";
import { addQuantized, type QuantizedMatrix } from "./quantized.ts";

/** One lowering an operation, complete by type. */
const lowerings: { readonly [K in OperationName]: Lowering<K> } = {
	add: direct("Add"),
	sub: direct("Sub"),
	mul: direct("Mul"),
	div: direct("Div"),
	maximum: direct("Max"),
	greater: elementwise.greater,
	affine: elementwise.affine,
	exp: direct("Exp"),
	log: direct("Log"),
	sigmoid: direct("Sigmoid"),
	softplus: direct("Softplus"),
	clamp: elementwise.clamp,
	activate: elementwise.activate,
	activateGrad: elementwise.activateGrad,
	stopGradient: elementwise.stopGradient,
	barrier: elementwise.barrier,
	sum: elementwise.sum,
	reshape: elementwise.reshape,
	concat: elementwise.concat,
	split: elementwise.split,
	matmul: matrices.matmul,
	addMatmul: matrices.addMatmul,
	embed: matrices.embed,
	embedGrad: matrices.embedGrad,
	takeRows: matrices.takeRows,
	rmsNorm: norms.rmsNorm,
	rmsNormGrad: norms.rmsNormGrad,
	rmsNormWeightGrad: norms.rmsNormWeightGrad,
	layerNorm: norms.layerNorm,
	layerNormGrad: norms.layerNormGrad,
	layerNormWeightGrad: norms.layerNormWeightGrad,
	rotary: attention.rotary,
	attention: attention.attention,
	attentionGrad: attention.attentionGrad,
	cachedAttention,
	tokenLogProbs: head.tokenLogProbs,
	tokenLogProbsHeadGrad: head.tokenLogProbsHeadGrad,
	tokenKl: head.tokenKl,
};

export interface LoweredGraph {
	/** ONNX protobuf. */
	readonly model: Uint8Array;
	/** Folder that holds the files of frozen weights; null where there are none. */
	readonly weightFolder: string | null;
	/** Matrices to be turned into bytes before the session opens. */
	readonly quantized: readonly QuantizedMatrix[];
}

const storedTypes: Partial<Record<StoredDType, ElementType>> = {
	F32: "float32",
	F16: "float16",
	BF16: "bfloat16",
};

/** The graph as one ONNX model. Frozen weights point into their own files. Throws `weights` and `internal`. */
export function lower(graph: Graph, device: DeviceKind): LoweredGraph {
	const emitter = new Emitter(device);
	for (const { value, source } of graph.leaves)
		if (source.kind === "frozen" && source.bits === 8)
			emitter.frozen8.set(value.name, source.tensor);
	for (const node of graph.nodes) {
		const lowering = lowerings[node.op] as Lowering<OperationName>;
		lowering(emitter, node);
	}
	const outputs = Object.entries(graph.outputs).map(([name, value]) => {
		emitter.op("Identity", [emitter.name(value)], {}, name);
		return valueInfoProto(name, value.dtype, value.shape);
	});
	const read = new Set(emitter.nodes.flatMap((node) => node.input));
	const used = graph.leaves.filter(({ value }) => read.has(value.name));
	const weightFolder = addLeaves(emitter, used);
	const inputs = used
		.filter(({ source }) => source.kind === "input")
		.map(({ value }) => valueInfoProto(value.name, value.dtype, value.shape));
	const quantized = addQuantized(emitter);
	const model = encodeModel({
		node: emitter.nodes,
		initializer: emitter.initializers,
		input: inputs,
		output: outputs,
	});
	return { model, weightFolder, quantized };
}

function addLeaves(emitter: Emitter, leaves: readonly Leaf[]): string | null {
	let folder: string | null = null;
	for (const { value, source } of leaves) {
		if (source.kind === "constant")
			emitter.initializer(
				value.name,
				value.dtype,
				value.shape as number[],
				source.data,
			);
		if (source.kind !== "frozen") continue;
		const own = dirname(source.tensor.file);
		if (folder !== null && folder !== own)
			throw new TemperError("weights", {
				where: source.tensor.file,
				expected: `all weights of a model in ${folder}`,
				found: "another folder",
			});
		folder = own;
		addFrozen(emitter, value.name, source.tensor);
	}
	return folder;
}

/** The weight as external data of its own file; half-precision weights widen when they are read. */
function addFrozen(emitter: Emitter, name: string, tensor: StoredTensor): void {
	const type = storedTypes[tensor.dtype];
	if (!type)
		throw new TemperError("weights", {
			where: `tensor ${tensor.name}`,
			expected: "F32, F16 or BF16",
			found: tensor.dtype,
		});
	const stored = type === "float32" ? name : `${name}.stored`;
	emitter.initializers.push(externalTensor(stored, type, tensor));
	if (stored === name) return;
	emitter.op("Cast", [stored], { to: elementType.float32 }, name);
	emitter.nodes.unshift(...emitter.nodes.splice(-1));
}

function externalTensor(
	name: string,
	type: ElementType,
	tensor: StoredTensor,
): TensorProto {
	return externalProto(name, type, tensor.shape, {
		location: basename(tensor.file),
		offset: tensor.offset,
		length: tensor.length,
	});
}
