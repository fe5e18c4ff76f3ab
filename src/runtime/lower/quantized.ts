import type { StoredTensor } from "../../core/dtype.ts";
import { externalProto } from "../proto.ts";
import type { Emitter } from "./emitter.ts";
import { quantizationBlock } from "./matrices.ts";

/** The name under which a model looks for its quantised matrices; they exist in memory alone. */
export const quantizedFile = "temper.quantized";

/** A frozen matrix as unsigned bytes around 128, in blocks with one scale each, and where its parts lie. */
export interface QuantizedMatrix {
	readonly tensor: StoredTensor;
	/** Blocks run along the columns of the stored matrix (false) or along its rows (true). */
	readonly transposed: boolean;
	readonly blocks: number;
	readonly outputs: number;
	readonly codesOffset: number;
	readonly scalesOffset: number;
	/** Where the next matrix begins. */
	readonly end: number;
}

/** Lays out the quantised matrices that the nodes asked for and declares their initializers. */
export function addQuantized(emitter: Emitter): QuantizedMatrix[] {
	let offset = 0;
	return emitter.quantized.map(({ tensor, transposed, codes, scales }) => {
		const [rows, columns] = tensor.shape as [number, number];
		const [outputs, inner] = transposed ? [columns, rows] : [rows, columns];
		const blocks = Math.ceil(inner / quantizationBlock);
		const codesLength = outputs * blocks * quantizationBlock;
		const matrix = {
			tensor,
			transposed,
			blocks,
			outputs,
			codesOffset: offset,
			scalesOffset: offset + codesLength,
			end: offset + codesLength + outputs * blocks * 4,
		};
		emitter.initializers.push(
			externalProto(codes, "uint8", [outputs, blocks, quantizationBlock], {
				location: quantizedFile,
				offset: matrix.codesOffset,
				length: codesLength,
			}),
			externalProto(scales, "float32", [outputs * blocks], {
				location: quantizedFile,
				offset: matrix.scalesOffset,
				length: outputs * blocks * 4,
			}),
		);
		offset = matrix.end;
		return matrix;
	});
}
