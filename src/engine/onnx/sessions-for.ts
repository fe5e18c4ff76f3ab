import type { Model } from "../../models/model.ts";
import type { Precision } from "../../nn/parameters.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { type Backend, threadsOf } from "../../runtime/open-session.ts";

/** Sessions beside each other, each with a copy of the frozen weights. */
const most = 2;

/** What the copies beyond the first may take, in bytes. */
const spare = 7e8;

/** Bytes of a frozen weight that is read forward and backward. */
const bytesOf: Readonly<Record<Precision, number>> = {
	...{ float32: 8, mixed: 5, int8: 2 },
};

/**
 * How many sessions compute micro-batches at the same time: two where adapters are trained on a CPU, with half of the threads each, if a
 * second copy of the frozen weights is small (decision 0307).
 */
export function sessionsFor(
	{ architecture }: Model,
	{ tuning, precision }: Pick<GraphOptions, "tuning" | "precision">,
	backend: Backend,
): number {
	if ("open" in backend || backend.device !== "cpu") return 1;
	if (tuning.kind !== "lora" || threadsOf(backend) < most) return 1;
	const weights = architecture.linears.reduce(
		(sum, { inFeatures, outFeatures }) => sum + inFeatures * outFeatures,
		0,
	);
	return (most - 1) * bytesOf[precision] * weights <= spare ? most : 1;
}
