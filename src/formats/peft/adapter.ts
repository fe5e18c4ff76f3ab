/** The two factors of a low-rank update of one linear layer: its product gains scale * B A. */
export interface LoraModule {
	readonly inFeatures: number;
	readonly outFeatures: number;
	/** [R, inFeatures] */
	readonly a: Float32Array;
	/** [outFeatures, R] */
	readonly b: Float32Array;
}

/** A LoRA adapter (Hu et al. 2021, arXiv 2106.09685), as PEFT keeps it. */
export interface Adapter {
	readonly rank: number;
	readonly alpha: number;
	/** Probability with which an input of A is dropped in training. */
	readonly dropout: number;
	/** Scale by the root of the rank (Kalajdzievski 2023, arXiv 2312.03732). */
	readonly rslora: boolean;
	/** Whether the base keeps the adapted weights as [in, out], as GPT-2's Conv1D does. A and B are the same either way. */
	readonly fanInFanOut: boolean;
	/** Endings of the names of adapted modules, as PEFT selects them; null for the modules' last words. */
	readonly targets: readonly string[] | null;
	/** Path or hub name of the model it was trained on. */
	readonly base: string | null;
	/** By the module's path in the model: `model.layers.0.self_attn.q_proj`. */
	readonly modules: ReadonlyMap<string, LoraModule>;
}

/** Whether PEFT would adapt a module for this target: it is the module's name or its last words. */
export function matchesTarget(path: string, target: string): boolean {
	return path === target || path.endsWith(`.${target}`);
}
