import { openModel } from "../formats/open-model.ts";
import { openAdapter } from "../policy/open-adapter.ts";
import type { Backend } from "../runtime/open-session.ts";
import { DecodeSession } from "./decode-session.ts";
import type { Decoder } from "./decoder.ts";
import { ModelDecoder } from "./model-decoder.ts";

export type GeneratorOptions = Backend & {
	/**
	 * How products with the model's weights are computed, float32 by default. In `int8`, which not every family has, the model
	 * samples from slightly different probabilities.
	 */
	readonly precision?: "float32" | "int8";
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
	const session = await DecodeSession.open(model, {
		...options,
		tuning: adapter?.tuning ?? { kind: "none" },
		precision,
	});
	const base = new ModelDecoder(session, null);
	return {
		base,
		tuned: adapter ? new ModelDecoder(session, adapter.values) : base,
		dispose: () => session.dispose(),
	};
}
