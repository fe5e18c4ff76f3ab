import type { StoredTensor } from "../../core/dtype.ts";
import type { FrozenTransform } from "../../graph/graph.ts";
import { externalProto, type TensorProto } from "../proto.ts";

/**
 * How a matrix is held in 8 bits, as signed bytes [inner, outputs]. `columns`: with one scale per output. `rows`: with one scale per
 * inner index, which the other operand is multiplied by.
 */
export type QuantizedForm = "columns" | "rows";

/** A frozen matrix in 8 bits and where its parts lie. */
export interface QuantizedMatrix {
	readonly tensor: StoredTensor;
	/** The basis in which it is quantised; null for that of the file. */
	readonly transform: FrozenTransform | null;
	readonly form: QuantizedForm;
	/** Whether the product is x W^T, with the stored columns as its inner axis, or x W. */
	readonly transposed: boolean;
	readonly inner: number;
	readonly outputs: number;
	readonly codesOffset: number;
	readonly codesLength: number;
	readonly scalesOffset: number;
	readonly scalesLength: number;
	/** Where the next matrix begins. */
	readonly end: number;
	/** Names of the initializers. */
	readonly codes: string;
	readonly scales: string;
}

/** Where a weight's bytes lie and what basis they are read in: the same for two leaves that are one weight. */
export function placeOf({
	tensor: { file, offset },
	transform,
}: Pick<QuantizedMatrix, "tensor" | "transform">): string {
	const { gain, blocks } = transform ?? { gain: null, blocks: [] };
	return [file, offset, gain?.file, gain?.offset, ...blocks].join(" ");
}

/** The quantised matrices of a model, each once, laid out one after the other. */
export class QuantizedMatrices {
	readonly #matrices = new Map<string, QuantizedMatrix>();

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

	/** Their initializers: the bytes lie in a file of their own. */
	initializers(location: string): TensorProto[] {
		return this.all.flatMap((m) => [
			externalProto(m.codes, "int8", [m.inner, m.outputs], {
				location,
				offset: m.codesOffset,
				length: m.codesLength,
			}),
			externalProto(m.scales, "float32", [m.scalesLength / 4], {
				location,
				offset: m.scalesOffset,
				length: m.scalesLength,
			}),
		]);
	}

	#lay(
		key: string,
		{ tensor, transform }: Pick<QuantizedMatrix, "tensor" | "transform">,
		form: QuantizedForm,
		transposed: boolean,
	): QuantizedMatrix {
		const [rows, columns] = tensor.shape as [number, number];
		const [outputs, inner] = transposed ? [rows, columns] : [columns, rows];
		const codesOffset = this.all.at(-1)?.end ?? 0;
		const codesLength = outputs * inner;
		const scalesOffset = Math.ceil((codesOffset + codesLength) / 64) * 64;
		const scalesLength = 4 * (form === "columns" ? outputs : inner);
		return {
			tensor,
			transform,
			form,
			transposed,
			inner,
			outputs,
			codesOffset,
			codesLength,
			scalesOffset,
			scalesLength,
			end: Math.ceil((scalesOffset + scalesLength) / 64) * 64,
			codes: `${key}.codes`,
			scales: `${key}.scales`,
		};
	}
}
