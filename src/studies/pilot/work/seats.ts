import { availableParallelism, totalmem } from "node:os";

/** Share of the machine's memory that workers may take. */
const memoryShare = 0.8;

/** What a process takes before its model. */
const own = 300e6;

/** A model is held about so many times: its weights, what is computed with them, and their gradients. */
const copies = 4;

export interface SeatOptions {
	/** What a person asked for; null: as many as the machine takes. */
	readonly parallel: number | null;
	/** Size of the model's folder. */
	readonly modelBytes: number;
	/** The most that a worker has taken yet; null before the first is done. */
	readonly peakBytes: number | null;
	/** Whether runs share one device, which takes one at a time. */
	readonly sharedDevice: boolean;
	readonly cores?: number;
	readonly memoryBytes?: number;
}

/** How many workers go side by side: one for each core, as far as memory goes. */
export function seatsFor(options: SeatOptions): number {
	const { parallel, modelBytes, peakBytes, sharedDevice } = options;
	const { cores = availableParallelism(), memoryBytes = totalmem() } = options;
	if (parallel !== null) return parallel;
	if (sharedDevice) return 1;
	const each = peakBytes ?? own + copies * modelBytes;
	const fitting = Math.floor((memoryShare * memoryBytes) / each);
	return Math.max(1, Math.min(cores, fitting));
}
