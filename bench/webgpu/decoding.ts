import { DecodeSession } from "../../src/generate/decode-session.ts";
import { ModelDecoder } from "../../src/generate/model-decoder.ts";
import type { Model } from "../../src/models/model.ts";
import type { Device } from "../../src/runtime/device.ts";

export interface DecodingOptions {
	readonly device: Device;
	readonly precision: "float32" | "int8";
	/** Rows side by side. */
	readonly rows: number;
	/** Tokens of each prompt. */
	readonly promptTokens: number;
	/** Timed steps, each of one token a row. */
	readonly steps: number;
}

/** Opens a decoder, reads prompts, and returns the tokens per second of the steps after the first one. */
export async function decodingSpeed(
	model: Model,
	{ device, precision, rows, promptTokens, steps }: DecodingOptions,
): Promise<number> {
	const session = await DecodeSession.open(model, {
		...{ tuning: { kind: "none" }, precision },
		...{ device, threads: null },
	});
	try {
		const decoder = new ModelDecoder(session, null);
		const V = decoder.vocabSize;
		const token = (t: number, row: number) => (t * 7919 + row * 31) % V;
		decoder.reset(rows, promptTokens + steps + 1);
		await decoder.prefill(
			Array.from({ length: rows }, (_, slot) => ({
				...{ slot, cached: 0 },
				ids: Int32Array.from({ length: promptTokens }, (_, t) =>
					token(t, slot),
				),
			})),
		);
		const next = Int32Array.from({ length: rows }, (_, row) => token(1, row));
		// The first step compiles shaders.
		await decoder.step(next);
		const began = performance.now();
		for (let step = 0; step < steps; step++) await decoder.step(next);
		return (1000 * rows * steps) / (performance.now() - began);
	} finally {
		await session.dispose();
	}
}
