import type { StoredTensor } from "../../core/dtype.ts";
import { TemperError } from "../../core/error.ts";
import type { Value } from "../../graph/graph.ts";
import {
	type AttributeValue,
	attributeProto,
	type ElementType,
	elementType,
	type NodeProto,
	type TensorProto,
} from "../proto.ts";

export type DeviceKind = "cpu" | "webgpu" | "cuda";

/** A frozen matrix that a product wants as signed bytes in blocks, rows along the inner axis. */
export interface QuantizedRequest {
	/** Names of the initializers that will hold the bytes and the scales. */
	readonly codes: string;
	readonly scales: string;
	readonly tensor: StoredTensor;
	readonly transposed: boolean;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

/** Collects ONNX nodes and initializers. Values are known by the names of their graph, or by fresh ones. */
export class Emitter {
	readonly device: DeviceKind;
	readonly nodes: NodeProto[] = [];
	readonly initializers: TensorProto[] = [];
	readonly quantized: QuantizedRequest[] = [];
	/** Frozen matrices that products may hold in 8 bits, by value name. */
	readonly frozen8 = new Map<string, StoredTensor>();
	readonly #aliases = new Map<string, string>();
	readonly #constants = new Map<string, string>();
	#counter = 0;

	constructor(device: DeviceKind) {
		this.device = device;
	}

	name(value: Value): string {
		return this.#aliases.get(value.name) ?? value.name;
	}

	/** Makes a value another name of one that exists. */
	alias(value: Value, name: string): void {
		this.#aliases.set(value.name, name);
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
			name: `${type}/${output[0]}`,
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
		data: Float32Array | Int32Array | BigInt64Array,
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

	#shared(
		type: ElementType,
		dims: readonly number[],
		data: Float32Array | BigInt64Array,
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

export function input(values: readonly Value[], index: number): Value {
	const value = values[index];
	if (value) return value;
	throw new TemperError("internal", {
		where: "lowering",
		expected: `an operand ${index}`,
		found: `${values.length} operands`,
	});
}
