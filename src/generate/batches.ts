/** Rows that run side by side. */
export interface GenerationBatch {
	/** Indices into the prompts, shortest prompt first. */
	readonly rows: readonly number[];
	/** Tokens that the cache must have room for, per row. */
	readonly capacity: number;
}

export interface BatchLimits {
	readonly batchRows: number;
	readonly maxNewTokens: number;
	/** Longest row of the model, prompt and new tokens together. */
	readonly maxLength: number;
}

/** New tokens that a prompt of this length may get: the model's window may leave fewer than were asked for. */
export function newTokenLimit(length: number, limits: BatchLimits): number {
	return Math.min(limits.maxNewTokens, limits.maxLength - length);
}

/**
 * Groups prompts of like length. All rows of a batch step together, so a row joins only where it can take as many steps as
 * the batch may need without leaving the model's window.
 */
export function planBatches(
	lengths: readonly number[],
	limits: BatchLimits,
): GenerationBatch[] {
	const order = lengths.map((_, row) => row);
	order.sort((a, b) => lengths[a]! - lengths[b]! || a - b);
	const batches: { rows: number[]; steps: number; capacity: number }[] = [];
	for (const row of order) {
		const length = lengths[row]!;
		const open = batches.at(-1);
		if (
			open !== undefined &&
			open.rows.length < limits.batchRows &&
			length + open.steps <= limits.maxLength
		) {
			open.rows.push(row);
			open.capacity = length + open.steps;
		} else {
			const steps = newTokenLimit(length, limits);
			batches.push({ rows: [row], steps, capacity: length + steps });
		}
	}
	return batches.map(({ rows, capacity }) => ({ rows, capacity }));
}
