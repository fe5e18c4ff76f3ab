import type { VllmClient } from "./client.ts";

/** A vLLM server that answers: one that this process started, or one that was running. */
export interface VllmServer {
	readonly client: VllmClient;
	/** The name under which it serves the model itself. */
	readonly model: string;
	/** Most tokens of a prompt with its answer; null if it does not say. */
	readonly window: number | null;
	/** Why it is lost, after a request failed with an error for which `isServerLost` is true. */
	explain(error: Error): Promise<Error>;
	/** Ends it, if this process started it. */
	end(): Promise<void>;
}
