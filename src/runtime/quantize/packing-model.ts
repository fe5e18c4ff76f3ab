import { fromRoot } from "../lower/lower.ts";
import type { QuantizedMatrix } from "../lower/quantized.ts";
import {
	elementType,
	encodeModel,
	externalProto,
	valueInfoProto,
} from "../proto.ts";

/** The name of a matrix in the model, by its place among all. */
export const nameAt = (index: number) => `w${index}`;

/** A model that multiplies by each 8-bit matrix of a file once, as graphs do, for the runtime to pack them. */
export function packingModel(
	file: string,
	matrices: readonly QuantizedMatrix[],
): Uint8Array {
	const location = fromRoot(file);
	const inners = new Set(matrices.map(({ inner }) => inner));
	return encodeModel({
		input: [...inners].map((inner) =>
			valueInfoProto(`x${inner}`, "uint8", ["N", inner]),
		),
		initializer: [
			{
				...{ name: "one", dims: [], dataType: elementType.float32 },
				rawData: one,
			},
			{
				...{ name: "middle", dims: [], dataType: elementType.uint8 },
				rawData: middle,
			},
			...matrices.map(
				({ inner, outputs, codeType, codesOffset, codesLength }, i) =>
					externalProto(nameAt(i), codeType, [inner, outputs], {
						...{ location, offset: codesOffset, length: codesLength },
					}),
			),
		],
		node: matrices.map(({ inner, codeType }, i) => ({
			...{ name: `y${i}`, opType: "MatMulIntegerToFloat" },
			domain: "com.microsoft",
			input: [
				...[`x${inner}`, nameAt(i), "one", "one", "middle"],
				...(codeType === "uint8" ? ["middle"] : []),
			],
			...{ output: [`y${i}`], attribute: [] },
		})),
		output: matrices.map(({ outputs }, i) =>
			valueInfoProto(`y${i}`, "float32", ["N", outputs]),
		),
		valueInfo: [],
	});
}

const one = new Uint8Array(Float32Array.of(1).buffer);
const middle = Uint8Array.of(128);
