import type { AnsweringOptions } from "./answering.ts";
import type { MeasuringEngineOptions } from "./measuring-engine.ts";

export interface ModelResponderOptions
	extends AnsweringOptions,
		MeasuringEngineOptions {
	/** Tokens that are read at once for likelihoods. */
	readonly tokens: number;
}
