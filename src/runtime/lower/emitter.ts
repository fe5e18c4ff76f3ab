import type { StoredTensor } from "../../core/dtype.ts";
import { mapTuple } from "../../core/map-tuple.ts";
import type {
	MatrixPrecision,
	Node,
	Source,
	Value,
} from "../../graph/graph.ts";
import type { Device } from "../device.ts";
import {
	type AttributeValue,
	attributeProto,
	type ElementType,
	elementType,
	type NodeProto,
	type TensorProto,
} from "../proto.ts";
import { type CodeType, QuantizedMatrices } from "./quantized.ts";

/** The name of a half-precision tensor as its file holds it. */
export const inFile = (name: string) => `${name}.file`;

export type FrozenLeaf = Extract<Source, { kind: "frozen" }>;

export type Reader = Node | "output";

/** Bytes of a file as a tensor of ONNX. */
export interface RawPart {
	readonly file: string;
	readonly offset: number;
	readonly length: number;
	readonly type: ElementType;
	readonly dims: readonly number[];
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Collects ONNX nodes and initializers. Values are known by the names of their graph, or by fresh ones. */
export class Emitter {
	readonly device: Device;
	readonly nodes: NodeProto[] = [];
	readonly initializers: TensorProto[] = [];
	readonly quantized: QuantizedMatrices;
	/** The nodes that read a value, or `output`. */
	readonly readers: ReadonlyMap<Value, readonly Reader[]>;
	/** Nodes whose results another node's lowering has computed. */
	readonly done = new Set<Node>();
	/** Frozen matrices and the bits in which products hold them, by value name. */
	readonly frozen = new Map<string, FrozenLeaf>();
	/** Values that are held in several tensors, by value name. */
	readonly parts = new Map<string, readonly string[]>();
	/** Bits in which products hold trained matrices, by value name. */
	readonly trained = new Map<string, MatrixPrecision>();
	/** Whether a run has so few rows that a node costs more than what it computes. */
	readonly fewRows: boolean;
	/** Queries that are multiplied by the factor of their scores already. */
	readonly scaledQueries = new Set<string>();
	/** Names of constants that are 1 throughout. */
	readonly ones = new Set<string>();
	/** Tensors of files, by the names under which nodes read them. */
	readonly tensors = new Map<string, StoredTensor>();
	/** Shapes of matrices of float32 that are no values of the graph, by name: the runtime plans memory by them. */
	readonly shapes = new Map<string, readonly number[]>();
	/** Parts of files that nodes read as they lie there, by name. */
	readonly raw = new Map<string, RawPart>();
	/** What node names begin with: the operation of the graph that is being lowered. */
	origin = "";
	readonly #aliases = new Map<string, string>();
	readonly #constants = new Map<string, string>();
	readonly #computed = new Map<string, string>();
	#counter = 0;

	constructor(
		device: Device,
		readers: ReadonlyMap<Value, readonly Reader[]>,
		{
			fewRows = false,
			codeType = "int8",
		}: { readonly fewRows?: boolean; readonly codeType?: CodeType } = {},
	) {
		this.device = device;
		this.readers = readers;
		this.fewRows = fewRows;
		this.quantized = new QuantizedMatrices(codeType);
	}

	name(value: Value): string {
		return this.#aliases.get(value.name) ?? value.name;
	}

	names<const Values extends readonly Value[]>(
		values: Values,
	): { readonly [I in keyof Values]: string } {
		return mapTuple(values, (value) => this.name(value));
	}

	/** Makes a value another name of one that exists. */
	alias(value: Value, name: string): void {
		this.#aliases.set(value.name, name);
	}

	/** A tensor of a file as it is stored. The same bytes have one name: that of whoever asks first. */
	stored(tensor: StoredTensor, name = `${tensor.name}.stored`): string {
		return this.once(`${tensor.file} ${tensor.offset}`, () => {
			this.tensors.set(name, tensor);
			return name;
		});
	}

	/**
	 * Rows of a tensor of a file in float32. Half-precision rows widen after they are taken: the whole tensor is then never in
	 * memory, only the pages of its file that are read.
	 */
	storedRows(tensor: StoredTensor, ids: string, into?: string): string {
		const name = this.stored(tensor);
		// Gather of bfloat16 has a kernel on the CPU alone.
		const widens = tensor.dtype !== "F32" && this.device === "cpu";
		if (!widens) return this.op("Gather", [name, ids], { axis: 0 }, into);
		const rows = this.op("Gather", [inFile(name), ids], { axis: 0 });
		return this.op("Cast", [rows], { to: elementType.float32 }, into);
	}

	/** A part of a file, by the name that it is known by. */
	rawPart(name: string, part: RawPart): string {
		this.raw.set(name, part);
		return name;
	}

	/** Computes a name once and remembers it: for what several nodes share. */
	once(key: string, compute: () => string): string {
		const known = this.#computed.get(key);
		if (known) return known;
		const name = compute();
		this.#computed.set(key, name);
		return name;
	}

	/** Emits a node with one output, named `into` or afresh, and returns that name. */
	op(
		type: string,
		inputs: readonly string[],
		attributes: Attributes = {},
		into?: string,
	): string {
		const output = into ?? this.fresh(type);
		this.node(type, inputs, [output], attributes);
		return output;
	}

	/** Emits an operation of ONNX Runtime's own domain. */
	own(
		type: string,
		inputs: readonly string[],
		attributes: Attributes = {},
		into?: string,
	): string {
		const output = into ?? this.fresh(type);
		this.node(type, inputs, [output], attributes, "com.microsoft");
		return output;
	}

	node(
		type: string,
		input: readonly string[],
		output: readonly string[],
		attributes: Attributes = {},
		domain = "",
	): void {
		this.nodes.push({
			name: `${this.origin}:${type}/${output[0]}`,
			opType: type,
			domain,
			input,
			output,
			attribute: Object.entries(attributes).map(([key, value]) =>
				attributeProto(key, value),
			),
		});
	}

	fresh(type: string): string {
		this.#counter++;
		return `${type}_${this.#counter}`;
	}

	scalar(value: number): string {
		return this.#shared("float32", [], new Float32Array([value]));
	}

	/** A list of integers: shapes and axes. */
	integers(...values: number[]): string {
		return this.#shared(
			"int64",
			[values.length],
			new BigInt64Array(values.map((v) => BigInt(v))),
		);
	}

	initializer(
		name: string,
		type: ElementType,
		dims: readonly number[],
		data: Float32Array | Int32Array | BigInt64Array | Uint8Array | Int8Array,
	): void {
		const rawData = new Uint8Array(
			data.buffer,
			data.byteOffset,
			data.byteLength,
		);
		this.initializers.push({
			name,
			dims,
			dataType: elementType[type],
			rawData,
		});
	}

	/** A single unsigned byte. */
	byte(value: number): string {
		return this.#shared("uint8", [], new Uint8Array([value]));
	}

	/** A single signed byte. */
	signedByte(value: number): string {
		return this.#shared("int8", [], new Int8Array([value]));
	}

	/** int32 numbers of any shape. */
	integers32(dims: readonly number[], values: readonly number[]): string {
		return this.#shared("int32", dims, Int32Array.from(values));
	}

	#shared(
		type: ElementType,
		dims: readonly number[],
		data: Float32Array | BigInt64Array | Uint8Array | Int8Array | Int32Array,
	): string {
		const key = `${type} ${dims.join(",")} ${data.join(",")}`;
		const known = this.#constants.get(key);
		if (known) return known;
		const name = this.fresh("const");
		this.initializer(name, type, dims, data);
		this.#constants.set(key, name);
		return name;
	}
}
