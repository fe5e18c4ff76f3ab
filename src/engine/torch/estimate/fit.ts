import { estimateMemory, type TorchSetup, trainedBytes } from "./memory.ts";

/** Share of a device's memory that an estimate may fill; the rest is for fragments and for what the estimate leaves out. */
export const usableShare = 0.9;

/** Share that a model may fill whose activations cannot be estimated. */
const usableByWeights = 0.6;

/** A model of which only the number of weights is known. */
export type UnknownShape = Omit<TorchSetup, "shard" | "shape"> & {
	readonly weights: number;
};

/** Whether there is more than one process, and weights that FSDP2 divides correctly: it computes wrong products with quantised ones. */
export function canDivide({
	processes,
	precision,
}: Pick<TorchSetup, "processes" | "precision">): boolean {
	return processes > 1 && precision !== "nf4" && precision !== "int8";
}

/** How many of the frozen models are in another folder than the one that is trained. */
export function countOthers(
	model: string,
	frozen: readonly (string | undefined)[],
): number {
	const others = frozen.filter((one) => one !== undefined && one !== model);
	return new Set(others).size;
}

/**
 * How `shard: auto` holds a model: whole on each device if that fits or if it cannot be divided, divided otherwise. `deviceMemory`:
 * bytes that each process has.
 */
export function chooseShard(
	setup: Omit<TorchSetup, "shard"> | UnknownShape,
	deviceMemory: number,
): TorchSetup["shard"] {
	if (!canDivide(setup)) return "none";
	const fits =
		"weights" in setup
			? trainedBytes(setup) <= usableByWeights * deviceMemory
			: estimateMemory({ ...setup, shard: "none" }).total <=
				usableShare * deviceMemory;
	return fits ? "none" : "full";
}

const counts = [1, 2, 4, 8, 16, 32, 64];

/** The fewest devices, a power of two, on which a training fits; null if 64 are too few. */
export function fewestDevices(
	setup: Omit<TorchSetup, "shard" | "processes">,
	deviceMemory: number,
): number | null {
	const fits = (processes: number) => {
		const shard = chooseShard({ ...setup, processes }, deviceMemory);
		const { total } = estimateMemory({ ...setup, processes, shard });
		return total <= usableShare * deviceMemory;
	};
	return counts.find(fits) ?? null;
}
