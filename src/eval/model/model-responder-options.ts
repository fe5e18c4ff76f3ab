import type { Backend } from "../../runtime/open-session.ts";
import type { AnsweringOptions } from "./answering.ts";

export interface ModelResponderOptions extends AnsweringOptions {
	readonly device: Backend;
	/** Tokens that are read at once for likelihoods. */
	readonly tokens: number;
}
