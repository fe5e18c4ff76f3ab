import protobuf from "protobufjs";

/** Type numbers of ONNX tensors (onnx.proto, TensorProto.DataType). */
export const elementType = {
	float32: 1,
	uint8: 2,
	int8: 3,
	int32: 6,
	int64: 7,
	float16: 10,
	bfloat16: 16,
	uint4: 21,
	int4: 22,
} as const;

export type ElementType = keyof typeof elementType;

/** Field numbers and types of the part of onnx.proto that a Temper graph uses. */
const schema = {
	nested: {
		Model: {
			fields: {
				irVersion: { id: 1, type: "int64" },
				producerName: { id: 2, type: "string" },
				graph: { id: 7, type: "Graph" },
				opsetImport: { id: 8, rule: "repeated", type: "OperatorSet" },
			},
		},
		OperatorSet: {
			fields: {
				domain: { id: 1, type: "string" },
				version: { id: 2, type: "int64" },
			},
		},
		Graph: {
			fields: {
				node: { id: 1, rule: "repeated", type: "Node" },
				name: { id: 2, type: "string" },
				initializer: { id: 5, rule: "repeated", type: "Tensor" },
				input: { id: 11, rule: "repeated", type: "ValueInfo" },
				output: { id: 12, rule: "repeated", type: "ValueInfo" },
				valueInfo: { id: 13, rule: "repeated", type: "ValueInfo" },
			},
		},
		Node: {
			fields: {
				input: { id: 1, rule: "repeated", type: "string" },
				output: { id: 2, rule: "repeated", type: "string" },
				name: { id: 3, type: "string" },
				opType: { id: 4, type: "string" },
				attribute: { id: 5, rule: "repeated", type: "Attribute" },
				domain: { id: 7, type: "string" },
			},
		},
		Attribute: {
			fields: {
				name: { id: 1, type: "string" },
				f: { id: 2, type: "float" },
				i: { id: 3, type: "int64" },
				s: { id: 4, type: "bytes" },
				ints: { id: 8, rule: "repeated", type: "int64" },
				type: { id: 20, type: "int32" },
			},
		},
		Tensor: {
			fields: {
				dims: { id: 1, rule: "repeated", type: "int64" },
				dataType: { id: 2, type: "int32" },
				name: { id: 8, type: "string" },
				rawData: { id: 9, type: "bytes" },
				externalData: { id: 13, rule: "repeated", type: "Entry" },
				dataLocation: { id: 14, type: "int32" },
			},
		},
		Entry: {
			fields: {
				key: { id: 1, type: "string" },
				value: { id: 2, type: "string" },
			},
		},
		ValueInfo: {
			fields: {
				name: { id: 1, type: "string" },
				type: { id: 2, type: "Type" },
			},
		},
		Type: {
			fields: {
				tensorType: { id: 1, type: "TensorType" },
				sequenceType: { id: 4, type: "SequenceType" },
			},
		},
		SequenceType: { fields: { elemType: { id: 1, type: "Type" } } },
		TensorType: {
			fields: {
				elemType: { id: 1, type: "int32" },
				shape: { id: 2, type: "TensorShape" },
			},
		},
		TensorShape: {
			fields: { dim: { id: 1, rule: "repeated", type: "Dimension" } },
		},
		Dimension: {
			fields: {
				dimValue: { id: 1, type: "int64" },
				dimParam: { id: 2, type: "string" },
			},
		},
	},
};

const model = protobuf.Root.fromJSON(schema).lookupType("Model");

export interface TensorProto {
	readonly name: string;
	readonly dims: readonly number[];
	readonly dataType: number;
	readonly rawData?: Uint8Array;
	readonly externalData?: readonly {
		readonly key: string;
		readonly value: string;
	}[];
	/** 1: the bytes lie in another file. */
	readonly dataLocation?: number;
}

export type AttributeValue = number | string | readonly number[] | Float;

/** A floating point attribute, told apart from integers. */
export class Float {
	readonly value: number;
	constructor(value: number) {
		this.value = value;
	}
}

export interface NodeProto {
	readonly name: string;
	readonly opType: string;
	readonly domain: string;
	readonly input: readonly string[];
	readonly output: readonly string[];
	readonly attribute: readonly object[];
}

export interface ValueInfoProto {
	readonly name: string;
	readonly type: object;
}

const attributeType = { float: 1, int: 2, string: 3, ints: 7 };

export function attributeProto(name: string, value: AttributeValue): object {
	if (value instanceof Float)
		return { name, type: attributeType.float, f: value.value };
	if (typeof value === "number")
		return { name, type: attributeType.int, i: value };
	if (typeof value === "string")
		return { name, type: attributeType.string, s: Buffer.from(value) };
	return { name, type: attributeType.ints, ints: value };
}

export function valueInfoProto(
	name: string,
	type: ElementType,
	shape: readonly (number | string)[],
): ValueInfoProto {
	const dim = shape.map((size) =>
		typeof size === "number" ? { dimValue: size } : { dimParam: size },
	);
	const tensorType = { elemType: elementType[type], shape: { dim } };
	return { name, type: { tensorType } };
}

/** A list of tensors of one type, of any shapes. */
export function sequenceInfoProto(
	name: string,
	type: ElementType,
): ValueInfoProto {
	const elemType = { tensorType: { elemType: elementType[type] } };
	return { name, type: { sequenceType: { elemType } } };
}

/** Where the bytes of a tensor lie. */
export interface ExternalPlace {
	readonly location: string;
	readonly offset: number;
	readonly length: number;
	/** The runtime's own entry: the same bytes as one of its products reads them, later in the file. */
	readonly prepacked_0?: string;
}

/** A tensor whose bytes lie in another file. */
export function externalProto(
	name: string,
	type: ElementType,
	dims: readonly number[],
	place: ExternalPlace,
): TensorProto {
	const externalData = Object.entries(place).map(([key, value]) => ({
		key,
		value: String(value),
	}));
	return {
		name,
		dims,
		dataType: elementType[type],
		dataLocation: 1,
		externalData,
	};
}

/** The bytes of an ONNX model: opset 21, with ONNX Runtime's own operations. */
export function encodeModel(graph: {
	readonly node: readonly NodeProto[];
	readonly initializer: readonly TensorProto[];
	readonly input: readonly ValueInfoProto[];
	readonly output: readonly ValueInfoProto[];
	/** Shapes of values that nodes compute, as far as they are known. */
	readonly valueInfo: readonly ValueInfoProto[];
}): Uint8Array {
	const message = model.create({
		irVersion: 10,
		producerName: "temper",
		opsetImport: [
			{ domain: "", version: 21 },
			{ domain: "com.microsoft", version: 1 },
		],
		graph: { name: "temper", ...graph },
	});
	return model.encode(message).finish();
}

/** The places of all tensors of a model that lie in another file, by name. */
export function externalPlaces(bytes: Uint8Array): Map<string, ExternalPlace> {
	const { graph } = model.decode(bytes) as unknown as {
		readonly graph: { readonly initializer: readonly TensorProto[] };
	};
	const places = graph.initializer.map(({ name, externalData = [] }) => {
		const entries = new Map(externalData.map((x) => [x.key, x.value]));
		const packed = entries.get("prepacked_0");
		const place: ExternalPlace = {
			location: entries.get("location") ?? "",
			offset: Number(entries.get("offset")),
			length: Number(entries.get("length")),
			...(packed !== undefined && { prepacked_0: packed }),
		};
		return [name, place] as const;
	});
	return new Map(places.filter(([, { location }]) => location !== ""));
}
