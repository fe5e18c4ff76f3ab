import type { Buffers } from "../graph/session.ts";
import type { Model } from "../models/model.ts";
import { type DecodeOptions, DecodeSession } from "./decode-session.ts";
import type { Decoder } from "./decoder.ts";
import { ModelDecoder } from "./model-decoder.ts";
import { DecoderThread } from "./threads/decoder-thread.ts";
import { DividedDecoder } from "./threads/divided-decoder.ts";
import { divisionOf } from "./threads/division.ts";

export type OpenDecodersOptions = DecodeOptions & {
	/** Most rows that will run side by side; many if left out. */
	readonly rows?: number;
};

/** Decoders that share one copy of the weights in each thread, and have a cache each. */
export interface OpenedDecoders {
	/** Of a model with adapters by their inputs' names, which are read anew at each reset; null for the base alone. */
	decoder(adapter: Buffers | null): Decoder;
	dispose(): Promise<void>;
}

/** Opens a model to generate. Throws `device` if the device or the weights cannot be used. */
export async function openDecoders(
	model: Model,
	{ rows, ...options }: OpenDecodersOptions,
): Promise<OpenedDecoders> {
	const division = divisionOf(model, options, rows);
	if (!division) {
		const session = await DecodeSession.open(model, options);
		return {
			decoder: (adapter) => new ModelDecoder(session, adapter),
			dispose: () => session.dispose(),
		};
	}
	const { parts, device } = division;
	const session = await DecodeSession.open(model, { ...options, ...device });
	let threads: readonly DecoderThread[] | null = null;
	const started = () =>
		(threads ??= Array.from(
			{ length: parts - 1 },
			() => new DecoderThread({ ...session.plan, device }),
		));
	return {
		decoder(adapter) {
			let others: ReturnType<DecoderThread["decoder"]>[] | null = null;
			return new DividedDecoder(new ModelDecoder(session, adapter), {
				others: () => (others ??= started().map((one) => one.decoder())),
				most: parts,
				adapter: () => session.inBasis(adapter ?? session.noAdapter),
			});
		},
		async dispose() {
			await Promise.all((threads ?? []).map((thread) => thread.dispose()));
			await session.dispose();
		},
	};
}
