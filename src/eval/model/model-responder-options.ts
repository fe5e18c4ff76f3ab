import type { DeviceOptions } from "../../runtime/device-options.ts";
import type { AnsweringOptions } from "./answering.ts";

export interface ModelResponderOptions extends AnsweringOptions {
	readonly device: DeviceOptions;
	/** Tokens that are read at once for likelihoods. */
	readonly tokens: number;
}
