import { once } from "../core/once.ts";
import type { Graph } from "../graph/graph.ts";
import type { CodeType } from "./lower/quantized.ts";
import * as ort from "./onnxruntime.ts";
import { elementType, encodeModel, valueInfoProto } from "./proto.ts";

/** Multiplies a row of unsigned bytes by a column of as many signed ones. */
type Product = (row: Uint8Array, column: Int8Array) => Promise<number>;

const length = 64;

/**
 * The bytes of weights with which products are exact: `int8`, unless the largest bytes give less than their product. Without 8-bit dot products
 * that accumulate in 32 bits, x86 processors add two products of unsigned by signed bytes in 16 bits, where they saturate.
 */
export async function codeTypeFor(product: Product): Promise<CodeType> {
	const row = new Uint8Array(length).fill(255);
	const column = new Int8Array(length).fill(127);
	const exact = length * 255 * 127;
	return (await product(row, column)) === exact ? "int8" : "uint8";
}

/** `codeTypeFor` of this processor, found out once in each thread. */
const codeTypeHere = once(() => codeTypeFor(multiply));

/** The bytes in which sessions on this processor hold weights of a graph. */
export async function codeTypeOf({ leaves }: Graph): Promise<CodeType> {
	const isQuantized = leaves.some(
		({ source }) =>
			(source.kind === "frozen" || source.kind === "input") && source.precision,
	);
	return isQuantized ? codeTypeHere() : "int8";
}

/** Four equal rows, because a single one may have a kernel of its own. */
async function multiply(row: Uint8Array, column: Int8Array): Promise<number> {
	const rows = 4;
	const scalar = (
		name: string,
		type: "float32" | "uint8",
		raw: Uint8Array,
	) => ({
		...{ name, dims: [], dataType: elementType[type], rawData: raw },
	});
	const model = encodeModel({
		input: [valueInfoProto("x", "uint8", [rows, length])],
		initializer: [
			scalar("one", "float32", new Uint8Array(Float32Array.of(1).buffer)),
			scalar("zero", "uint8", Uint8Array.of(0)),
			{
				...{ name: "w", dims: [length, 1], dataType: elementType.int8 },
				rawData: new Uint8Array(column.buffer),
			},
		],
		node: [
			{
				...{ name: "y", opType: "MatMulIntegerToFloat" },
				...{ domain: "com.microsoft", attribute: [] },
				...{ input: ["x", "w", "one", "one", "zero"], output: ["y"] },
			},
		],
		output: [valueInfoProto("y", "float32", [rows, 1])],
		valueInfo: [],
	});
	const session = await ort.InferenceSession.create(model, {
		...{ executionProviders: ["cpu"], intraOpNumThreads: 1 },
		logSeverityLevel: 3,
	});
	const data = new Uint8Array(rows * length);
	for (let i = 0; i < rows; i++) data.set(row, i * length);
	const x = new ort.Tensor("uint8", data, [rows, length]);
	const { y } = await session.run({ x });
	await session.release();
	return Number((y as ort.Tensor).data[0]);
}
