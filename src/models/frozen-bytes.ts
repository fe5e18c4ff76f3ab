import type { Precision } from "../nn/parameters.ts";
import type { Architecture } from "./architecture.ts";

/** Bytes of a frozen weight in a session: one with a backward pass reads matrices in two directions, and holds most of them twice. */
const bytesOf: Readonly<
	Record<"forward" | "backward", Readonly<Record<Precision, number>>>
> = {
	forward: { float32: 4, mixed: 4, int8: 1, int4: 0.625 },
	backward: { float32: 8, mixed: 5, int8: 2, int4: 0.625 },
};

/**
 * Bytes of the frozen matrices that a session holds as a copy of its own: those of linear layers and the output head. Other tensors are
 * read from the pages of the checkpoint's file.
 */
export function frozenBytes(
	architecture: Pick<Architecture, "linears" | "vocabSize" | "hiddenSize">,
	precision: Precision,
	passes: keyof typeof bytesOf,
): number {
	const { linears, vocabSize, hiddenSize } = architecture;
	const layers = linears.reduce(
		(sum, { inFeatures, outFeatures }) => sum + inFeatures * outFeatures,
		0,
	);
	const head = vocabSize * hiddenSize;
	const ofHead = bytesOf[passes][precision === "int4" ? "int8" : precision];
	return bytesOf[passes][precision] * layers + ofHead * head;
}
