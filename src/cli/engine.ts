import type { Decoder } from "../generate/decoder.ts";
import type { ResolvedRecipe } from "../recipes/resolve-recipe.ts";
import type { RunEvent } from "../runs/events.ts";
import type { RunFolder } from "../runs/run-folder.ts";
import type { DryRunReport } from "../train/dry-run.ts";

export interface DecoderRequest {
	/** A model folder. */
	readonly model: string;
	/** A PEFT folder to put beside the model's linear layers, or null. */
	readonly adapter: string | null;
}

/** What commands need of the layers that load ONNX Runtime; brought in when a command asks for it. */
export interface Engine {
	/** The caller writes each event to the run's log before it asks for the next one. */
	train(
		recipe: ResolvedRecipe,
		options: { signal: AbortSignal; runFolder: RunFolder },
	): AsyncIterable<RunEvent>;
	dryRun(recipe: ResolvedRecipe): Promise<DryRunReport>;
	openDecoder(request: DecoderRequest): Promise<Decoder>;
}
