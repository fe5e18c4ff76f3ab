import type { DeviceOptions } from "../../train/stepper.ts";
import type { AnsweringOptions } from "./answering.ts";

export interface ModelResponderOptions extends AnsweringOptions {
	readonly device: DeviceOptions;
	/** Tokens that are read at once for likelihoods. */
	readonly tokens: number;
}
