import type { StoredTensor } from "../../core/dtype.ts";
import type { FrozenTransform } from "../../graph/graph.ts";
import {
	type ExternalPlace,
	externalProto,
	type TensorProto,
} from "../proto.ts";

/**
 * Bytes of 8-bit weights. `int8` from -127 to 127, which processors multiply fastest; `uint8` has 128 as its zero, for those on which sums of
 * products by signed bytes saturate.
 */
export type CodeType = "int8" | "uint8";

/** The code of a weight of 0. */
export const zeroCode = { int8: 0, uint8: 128 } as const;

/**
 * How a matrix is held. In 8 bits, as bytes [inner, outputs]: `columns` with one scale per output, `rows` with one scale per
 * inner index, which the other operand is multiplied by. In 4 bits: `blocks`, as stored [outputs, inner], two signed codes a
 * byte, the first in its low half. A weight is scale x (multiplier x code + offset), with a scale per output, and with a multiplier and an
 * offset in a byte each for every block of `blockSize` inner indices; what is in brackets is a byte from -127 to 127, whose zero the offset holds.
 */
export type QuantizedForm = "columns" | "rows" | "blocks";

/** Inner indices that share a multiplier and an offset of 4-bit codes. */
export const blockSize = 16;

/** A frozen matrix in 8 or 4 bits and where its parts lie. */
export interface QuantizedMatrix {
	readonly tensor: StoredTensor;
	/** The basis in which it is quantised; null for that of the file. */
	readonly transform: FrozenTransform | null;
	readonly form: QuantizedForm;
	/** Of bytes, those that products make of 4-bit codes included. */
	readonly codeType: CodeType;
	/** Whether the product is x W^T, with the stored columns as its inner axis, or x W. */
	readonly transposed: boolean;
	readonly inner: number;
	readonly outputs: number;
	readonly codesOffset: number;
	readonly codesLength: number;
	readonly scalesOffset: number;
	readonly scalesLength: number;
	/** Of multipliers, which as many offsets follow: a byte for each block, none in 8 bits. */
	readonly blocksOffset: number;
	readonly blocksLength: number;
	/** Where the next matrix begins. */
	readonly end: number;
	/** Names of the initializers. */
	readonly codes: string;
	readonly scales: string;
	readonly multipliers: string;
	readonly offsets: string;
}

/** Where a weight's bytes lie and what basis they are read in: the same for two leaves that are one weight. */
export function placeOf({
	tensor: { file, offset },
	transform,
}: Pick<QuantizedMatrix, "tensor" | "transform">): string {
	const { gain, blocks } = transform ?? { gain: null, blocks: [] };
	return [file, offset, gain?.file, gain?.offset, ...blocks].join(" ");
}

/** Matrices in 8 bits in another file, with what the runtime makes of each for its products. */
export interface PackedWeights {
	/** Entries of external data for each matrix, in their order. */
	readonly places: readonly ExternalPlace[];
}

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** The quantised matrices of a model, each once, laid out one after the other. */
export class QuantizedMatrices {
	readonly codeType: CodeType;
	readonly #matrices = new Map<string, QuantizedMatrix>();

	constructor(codeType: CodeType = "int8") {
		this.codeType = codeType;
	}

	get all(): readonly QuantizedMatrix[] {
		return [...this.#matrices.values()];
	}

	/** Declares a matrix, or finds it. */
	hold(
		leaf: Pick<QuantizedMatrix, "tensor" | "transform">,
		form: QuantizedForm,
		transposed: boolean,
	): QuantizedMatrix {
		const { tensor } = leaf;
		const key = `${tensor.name}.${transposed ? "rows" : "columns"}.${form}`;
		const known = this.#matrices.get(key);
		if (known) return known;
		const matrix = this.#lay(key, leaf, form, transposed);
		this.#matrices.set(key, matrix);
		return matrix;
	}

	/** Their initializers: the bytes lie in a file of their own, codes in that of packed weights if there is one. */
	initializers(location: string, packed?: PackedWeights): TensorProto[] {
		return this.all.flatMap((m, i) => {
			const scales = externalProto(
				...([m.scales, "float32", [m.scalesLength / 4]] as const),
				{ location, offset: m.scalesOffset, length: m.scalesLength },
			);
			const codes = packed?.places[i] ?? {
				...{ location, offset: m.codesOffset, length: m.codesLength },
			};
			if (m.form !== "blocks") {
				const shape = [m.inner, m.outputs];
				return [externalProto(m.codes, m.codeType, shape, codes), scales];
			}
			const { blocksOffset: offset, blocksLength: length } = m;
			const blocks = [m.outputs, length / m.outputs];
			return [
				externalProto(m.codes, "int4", [m.outputs, m.inner], codes),
				externalProto(m.multipliers, "uint8", blocks, {
					...{ location, offset, length },
				}),
				externalProto(m.offsets, m.codeType, blocks, {
					...{ location, offset: offset + length, length },
				}),
				scales,
			];
		});
	}

	#lay(
		key: string,
		{ tensor, transform }: Pick<QuantizedMatrix, "tensor" | "transform">,
		form: QuantizedForm,
		transposed: boolean,
	): QuantizedMatrix {
		const [rows, columns] = tensor.shape as [number, number];
		const [outputs, inner] = transposed ? [rows, columns] : [columns, rows];
		const isBlocks = form === "blocks";
		const codesOffset = this.all.at(-1)?.end ?? 0;
		const codesLength = Math.ceil((outputs * inner) / (isBlocks ? 2 : 1));
		const scalesOffset = aligned(codesOffset + codesLength);
		const scalesLength = 4 * (form === "rows" ? inner : outputs);
		const blocksOffset = aligned(scalesOffset + scalesLength);
		const blocksLength = isBlocks ? outputs * Math.ceil(inner / blockSize) : 0;
		return {
			tensor,
			transform,
			form,
			codeType: this.codeType,
			transposed,
			inner,
			outputs,
			codesOffset,
			codesLength,
			scalesOffset,
			scalesLength,
			blocksOffset,
			blocksLength,
			end: aligned(blocksOffset + 2 * blocksLength),
			codes: `${key}.codes`,
			scales: `${key}.scales`,
			multipliers: `${key}.multipliers`,
			offsets: `${key}.offsets`,
		};
	}
}
