/** What a learning rate got at a rung. */
export interface Tried {
	readonly learningRate: number;
	/** The score in the first target, oriented so that higher is better; null if the run failed or nothing was scored. */
	readonly score: number | null;
	/** Held-out NLL, nats per token; null if it was not measured. */
	readonly nll: number | null;
	/** KL from the base on the general probe, nats per token; null if it was not measured. */
	readonly moved: number | null;
}
