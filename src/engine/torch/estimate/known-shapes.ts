import type { DecoderShape } from "./shape.ts";

/** A model that is published, with its weights in billions as its makers count them. */
export interface KnownShape {
	readonly name: string;
	readonly billions: number;
	readonly shape: DecoderShape;
}

/** L, C, F, H times D, K times D, V. */
type Sizes = readonly [number, number, number, number, number, number];

function known(
	name: string,
	billions: number,
	[layers, hidden, intermediate, attention, keyValue, vocabulary]: Sizes,
	tied: boolean,
): KnownShape {
	const sizes = { layers, hidden, intermediate, attention, keyValue };
	return {
		...{ name, billions },
		shape: { ...sizes, vocabulary, tied, gated: true },
	};
}

/** Shapes from the config.json of each model. */
export const knownShapes: readonly KnownShape[] = [
	known("SmolLM2-135M", 0.135, [30, 576, 1536, 576, 192, 49152], true),
	known("Llama 3.2 1B", 1.24, [16, 2048, 8192, 2048, 512, 128256], true),
	known("Qwen 2.5 7B", 7.62, [28, 3584, 18944, 3584, 512, 152064], false),
	known("Llama 3.1 8B", 8.03, [32, 4096, 14336, 4096, 1024, 128256], false),
	known("Qwen 2.5 32B", 32.8, [64, 5120, 27648, 5120, 1024, 152064], false),
	known("Llama 3.1 70B", 70.6, [80, 8192, 28672, 8192, 1024, 128256], false),
];
