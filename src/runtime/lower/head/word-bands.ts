import type { Value } from "../../../graph/graph.ts";
import type { Emitter } from "../emitter.ts";
import type { QuantizedMatrix } from "../quantized.ts";
import {
	frozenOf,
	heldProduct,
	isFourBit,
	isQuantized,
} from "../quantized-products.ts";

/** Words of a band: logits of some hundred rows then stay in the processor's cache. */
const bandWords = 4096;

/** Some words of a frozen head, held as a matrix of their own. */
export interface WordBand
	extends Pick<QuantizedMatrix, "tensor" | "transform"> {
	readonly start: number;
	readonly count: number;
}

/** Whether logits are computed from a head that is held in bands of 8 bits. */
export function isHeldInBands(e: Emitter, head: Value): boolean {
	return (
		e.frozen.has(head.name) && isQuantized(e, head, true) && !isFourBit(e, head)
	);
}

/** The same of more than one band. */
export const isInBands = (e: Emitter, head: Value) =>
	isHeldInBands(e, head) && wordBands(e, head).length > 1;

/** Bands of nearly equal size of a head [V, C]. */
export function wordBands(e: Emitter, head: Value): WordBand[] {
	const { tensor, transform } = frozenOf(e, head);
	const { blocks: _, ...plain } = tensor;
	const [words = 0, columns = 0] = tensor.shape;
	const width = tensor.length / words;
	const height = Math.ceil(words / Math.ceil(words / bandWords));
	return Array.from({ length: Math.ceil(words / height) }, (_, i) => {
		const start = i * height;
		const count = Math.min(height, words - start);
		const rows = {
			...{ name: `${tensor.name}.${start}`, shape: [count, columns] },
			...{ offset: tensor.offset + start * width, length: count * width },
		};
		return { start, count, transform, tensor: { ...plain, ...rows } };
	});
}

/** Logits of a band's words, not before the matrix `token` is known. */
export function bandLogits(
	e: Emitter,
	hidden: string,
	band: WordBand,
	token: string | null = null,
): string {
	return heldProduct(e, hidden, e.quantized.hold(band, "columns", true), token);
}

/** h W^T over all words, with W in 8 bits. */
export function allLogits(e: Emitter, hidden: string, head: Value): string {
	const parts = wordBands(e, head).map((band) => bandLogits(e, hidden, band));
	if (parts.length === 1) return parts[0] as string;
	return e.op("Concat", parts, { axis: 1 });
}
