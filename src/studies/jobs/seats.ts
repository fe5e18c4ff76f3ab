import { availableParallelism, totalmem } from "node:os";
import type { Recipe } from "../../recipes/schemas/recipe-schema.ts";
import { gpusHere } from "../../runtime/gpus-here.ts";
import type { CrewLoad } from "./crew.ts";

/** Share of the machine's memory that workers may take. */
const memoryShare = 0.8;

/** What a process takes before its model. */
const own = 300e6;

/** A model is held about so many times: its weights, what is computed with them, and their gradients. */
const copies = 4;

export interface SeatOptions extends CrewLoad {
	readonly cores?: number;
	readonly memoryBytes?: number;
}

/** How many workers run at the same time: one for each core, as far as memory suffices. */
export function seatsFor(options: SeatOptions): number {
	const { parallel, modelBytes, peakBytes, sharedDevice } = options;
	const { cores = availableParallelism(), memoryBytes = totalmem() } = options;
	if (parallel !== null) return parallel;
	if (sharedDevice) return 1;
	const each = peakBytes ?? own + copies * modelBytes;
	const fitting = Math.floor((memoryShare * memoryBytes) / each);
	return Math.max(1, Math.min(cores, fitting));
}

/**
 * Whether trainings of these recipes share one device, so that one runs at a time: a GPU of ONNX Runtime, or the `gpus` of this machine,
 * all of which PyTorch takes.
 */
export function sharesDevice(
	recipes: readonly Pick<Recipe, "device" | "engine">[],
	gpus = gpusHere(),
): boolean {
	return recipes.some(
		({ device, engine }) =>
			device.kind !== "cpu" || (engine.kind === "torch" && gpus > 0),
	);
}
