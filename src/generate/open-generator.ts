import { openModel } from "../formats/open-model.ts";
import { openAdapter } from "../policy/open-adapter.ts";
import type { Backend } from "../runtime/open-session.ts";
import type { Decoder } from "./decoder.ts";
import { openDecoders } from "./open-decoders.ts";

export type GeneratorOptions = Backend & {
	/**
	 * How products with the model's weights are computed, float32 by default. In `int8`, which not every family has, the model
	 * samples from slightly different probabilities.
	 */
	readonly precision?: "float32" | "int8";
	/** Most rows that will run side by side; many if left out. Many rows are divided between threads that each hold the weights. */
	readonly rows?: number;
};

/** A model that is ready to generate, with and without its adapter: one copy of the weights, and a cache for each. */
export interface Generator {
	/** The model with its adapter, or as it is if it has none. */
	readonly tuned: Decoder;
	/** The model as it is. */
	readonly base: Decoder;
	dispose(): Promise<void>;
}

/** Opens a model folder and a PEFT folder, or null. Throws `weights`, `device`, and `recipe` for a family without int8. */
export async function openGenerator(
	modelFolder: string,
	adapterFolder: string | null,
	{ precision = "float32", ...options }: GeneratorOptions,
): Promise<Generator> {
	const { model } = await openModel(modelFolder, { checkValues: true });
	const adapter =
		adapterFolder === null
			? null
			: await openAdapter(adapterFolder, model.architecture);
	const decoders = await openDecoders(model, {
		...options,
		tuning: adapter?.tuning ?? { kind: "none" },
		precision,
	});
	const base = decoders.decoder(null);
	return {
		base,
		tuned: adapter ? decoders.decoder(adapter.values) : base,
		dispose: () => decoders.dispose(),
	};
}
