import { parse, relative } from "node:path";
import type { StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import type { Graph, Leaf, Value } from "../../graph/graph.ts";
import type { OperationName } from "../../graph/operations.ts";
import type { Device } from "../device.ts";
import { endOutput } from "../outputs/given-outputs.ts";
import {
	elementType,
	encodeModel,
	externalProto,
	type NodeProto,
	sequenceInfoProto,
	type ValueInfoProto,
	valueInfoProto,
} from "../proto.ts";
import * as attention from "./attention.ts";
import { cachedAttention } from "./cached-attention.ts";
import * as elementwise from "./elementwise.ts";
import { direct, type Lowering } from "./elementwise.ts";
import { Emitter, inFile, type Reader } from "./emitter.ts";
import * as head from "./head/head.ts";
import * as matrices from "./matrices.ts";
import * as norms from "./norms.ts";
import { orderLeaves } from "./order-leaves.ts";
import {
	type CodeType,
	type PackedWeights,
	placeOf,
	type QuantizedMatrix,
} from "./quantized.ts";
import { realType } from "./real-type.ts";
import { rotary } from "./rotary.ts";
import { rotateBlocks, transformed } from "./rotations.ts";

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
	rotateBlocks,
	embed: matrices.embed,
	embedGrad: matrices.embedGrad,
	takeRows: matrices.takeRows,
	rmsNorm: norms.rmsNorm,
	rmsNormGrad: norms.rmsNormGrad,
	rmsNormWeightGrad: norms.rmsNormWeightGrad,
	layerNorm: norms.layerNorm,
	layerNormGrad: norms.layerNormGrad,
	layerNormWeightGrad: norms.layerNormWeightGrad,
	rotary,
	attention: attention.attention,
	attentionGrad: attention.attentionGrad,
	cachedAttention,
	tokenLogProbs: head.tokenLogProbs,
	tokenLogProbsHeadGrad: head.tokenLogProbsHeadGrad,
	tokenTopEntropy: head.tokenTopEntropy,
	tokenKl: head.tokenKl,
	tokenKlHeadGrad: head.tokenKlHeadGrad,
};

export interface LoweredGraph {
	/** ONNX protobuf. `packed`: where matrices lie that are not read from the scratch file. */
	encode(packed?: PackedWeights): Uint8Array;
	/** The folder to which the model's paths of weight files are relative; null if it reads none. */
	readonly root: string | null;
	/** Matrices to be turned into bytes before the session opens. */
	readonly quantized: readonly QuantizedMatrix[];
}

/**
 * The graph as one ONNX model. Frozen weights point into their own files, quantised ones into `scratch`, as bytes of `codeType`. Throws `weights`
 * and `internal`.
 */
export function lower(
	graph: Graph,
	device: Device,
	scratch: string,
	codeType: CodeType = "int8",
): LoweredGraph {
	// A pass over a cache steps rows by a token.
	const fewRows = graph.nodes.some(({ op }) => op === "cachedAttention");
	const emitter = new Emitter(device, readersOf(graph), { fewRows, codeType });
	for (const leaf of graph.leaves) {
		declareFrozen(emitter, leaf);
		const { source, value } = leaf;
		if (source.kind === "input" && source.precision)
			emitter.trained.set(value.name, source.precision);
		if (source.kind === "constant" && source.data.every((x) => x === 1))
			emitter.ones.add(value.name);
	}
	for (const node of graph.nodes) {
		if (emitter.done.has(node)) continue;
		const lowering = lowerings[node.op] as Lowering<OperationName>;
		emitter.origin = node.outputs[0]?.name ?? "";
		lowering(emitter, node);
	}
	emitter.origin = "";
	const body = orderLeaves(emitter.nodes);
	const outputs = Object.entries(graph.outputs).map(([name, value]) => {
		emitter.op("Identity", [emitter.name(value)], {}, name);
		return valueInfoProto(name, value.dtype, value.shape);
	});
	if (device === "cpu") {
		emitter.op("SequenceConstruct", [emitter.scalar(0)], {}, endOutput);
		outputs.unshift(sequenceInfoProto(endOutput, "float32"));
	}
	const ends = emitter.nodes.slice(body.length);
	const read = namesRead(emitter.nodes);
	const used = graph.leaves.filter(({ value }) => read.has(value.name));
	const { files, made } = addLeaves(emitter, used);
	const inputs = used
		.filter(({ source }) => source.kind === "input")
		.map(({ value }) => valueInfoProto(value.name, value.dtype, value.shape));
	const { quantized, initializers } = emitter;
	const valueInfo = computedShapes(graph, emitter);
	return {
		encode: (packed) =>
			encodeModel({
				...{ node: [...made, ...body, ...ends], valueInfo },
				...{ input: inputs, output: outputs },
				initializer: [
					...initializers,
					...quantized.initializers(fromRoot(scratch), packed),
				],
			}),
		root: commonRoot(
			emitter.quantized.all.length > 0 ? [...files, scratch] : files,
		),
		quantized: emitter.quantized.all,
	};
}

/** Shapes of the graph's values that ONNX nodes compute. */
function computedShapes({ nodes }: Graph, emitter: Emitter): ValueInfoProto[] {
	const computed = new Set(emitter.nodes.flatMap(({ output }) => output));
	const inside = [...emitter.shapes].map(([name, shape]) =>
		valueInfoProto(name, "float32", shape),
	);
	return nodes
		.flatMap(({ outputs }): readonly Value[] => outputs)
		.filter((value) => emitter.name(value) === value.name)
		.filter(({ name }) => computed.has(name))
		.map(({ name, dtype, shape }) => valueInfoProto(name, dtype, shape))
		.concat(inside);
}

function readersOf({ nodes, outputs }: Graph): Map<Value, Reader[]> {
	const readers = new Map<Value, Reader[]>();
	const note = (value: Value, reader: Reader) =>
		readers.set(value, [...(readers.get(value) ?? []), reader]);
	for (const node of nodes) for (const value of node.inputs) note(value, node);
	for (const value of Object.values(outputs)) note(value, "output");
	return readers;
}

/** Two leaves of the same bytes in the same basis are one weight. */
function declareFrozen(emitter: Emitter, { value, source }: Leaf): void {
	if (source.kind !== "frozen") return;
	emitter.frozen.set(value.name, source);
	const first = source.transform
		? emitter.once(placeOf(source), () => value.name)
		: emitter.stored(source.tensor, value.name);
	if (first !== value.name) emitter.alias(value, first);
}

/** Returns the paths of the files that the weights lie in, and the nodes that make weights of what is stored. */
function addLeaves(
	emitter: Emitter,
	leaves: readonly Leaf[],
): { files: string[]; made: NodeProto[] } {
	const files = new Set<string>();
	for (const { value, source } of leaves)
		if (source.kind === "constant")
			emitter.initializer(
				value.name,
				value.dtype,
				value.shape as number[],
				source.data,
			);
	const body = emitter.nodes.length;
	for (const { value, source } of leaves)
		if (source.kind === "frozen" && source.transform) {
			const stored = emitter.stored(source.tensor, `${value.name}.stored`);
			const { shape } = source.tensor;
			transformed(emitter, stored, shape, source.transform, value.name);
		}
	const turned = emitter.nodes.splice(body);
	const read = namesRead([...emitter.nodes, ...turned]);
	for (const [name, tensor] of emitter.tensors)
		if (read.has(name) || read.has(inFile(name))) {
			files.add(tensor.file);
			addStored(emitter, name, tensor, read.has(name));
		}
	const widened = emitter.nodes.splice(body);
	for (const [name, { file, type, dims, offset, length }] of emitter.raw) {
		files.add(file);
		const place = { location: fromRoot(file), offset, length };
		emitter.initializers.push(externalProto(name, type, dims, place));
	}
	return { files: [...files], made: [...widened, ...turned] };
}

/**
 * The runtime accepts one folder and nothing that leads out of it. Weights and scratch files may lie anywhere, so paths
 * are given from the root of the file system.
 */
function commonRoot(files: readonly string[]): string | null {
	const roots = new Set(files.map((file) => parse(file).root));
	if (roots.size <= 1) return [...roots][0] ?? null;
	throw new TemperError("device", {
		where: "weights",
		expected: "model and temporary folder on one drive",
		found: [...roots].join(" and "),
		hint: "Point the environment variable TMPDIR (TEMP on Windows) at the model's drive.",
	});
}

/** How a model names a weight file. */
export function fromRoot(file: string): string {
	return relative(parse(file).root, file);
}

/** The weight as external data of its own file; a half-precision weight widens as a whole if something reads it `whole`. */
function addStored(
	emitter: Emitter,
	name: string,
	tensor: StoredTensor,
	whole: boolean,
): void {
	const type = realType(tensor);
	const stored = type === "float32" ? name : inFile(name);
	emitter.initializers.push(
		externalProto(stored, type, tensor.shape, {
			location: fromRoot(tensor.file),
			offset: tensor.offset,
			length: tensor.length,
		}),
	);
	if (stored === name || !whole) return;
	emitter.op("Cast", [stored], { to: elementType.float32 }, name);
}

const namesRead = (nodes: readonly NodeProto[]) =>
	new Set(nodes.flatMap((node) => node.input));
