import type { Model } from "../../models/model.ts";
import type { DeviceOptions } from "../../runtime/device.ts";
import { threadsOf } from "../../runtime/open-session.ts";
import type { DecodeOptions } from "../decode-session.ts";

/** How many threads decode by themselves, and on what each of them runs. */
export interface Division {
	readonly parts: number;
	readonly device: DeviceOptions;
}

/** Rows from which on a division pays. */
const leastRows = 4;

/** Bytes of weights: of fewer, a pass is so short that threads wait for each other. */
const leastBytes = 32e6;

/** Bytes that weights may take once more in all other threads together. */
const mostCopied = 2 ** 30;

const mostParts = 4;

/**
 * Whether the rows of a model are divided between threads, each with a copy of the weights: with small weights, threads that
 * share the products of one pass wait for each other longer than they compute. Null if it does not pay. `rows`: most rows side by side.
 */
export function divisionOf(
	{ architecture }: Pick<Model, "architecture">,
	options: DecodeOptions,
	rows: number = Number.POSITIVE_INFINITY,
): Division | null {
	if ("open" in options || options.device !== "cpu") return null;
	if (rows < leastRows || options.tuning.kind === "full") return null;
	const values = [...architecture.tensors.values()].reduce(
		(sum, shape) => sum + shape.reduce((product, n) => product * n, 1),
		0,
	);
	const bytes = values * (options.precision === "int8" ? 1 : 4);
	if (bytes < leastBytes) return null;
	const threads = threadsOf(options);
	const parts = Math.min(
		...[threads, mostParts, 1 + Math.floor(mostCopied / bytes)],
	);
	if (parts < 2) return null;
	const { device, weights } = options;
	return {
		parts,
		device: {
			...{ device, threads: Math.floor(threads / parts) },
			...(weights && { weights }),
		},
	};
}
