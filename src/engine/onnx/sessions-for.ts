import type { Model } from "../../models/model.ts";
import type { Precision } from "../../nn/parameters.ts";
import type { GraphOptions } from "../../policy/graphs.ts";
import { type Backend, threadsOf } from "../../runtime/open-session.ts";

/** Sessions beside each other, each with a copy of the frozen weights. */
const most = 2;

/** What the copies beyond the first may take, in bytes. */
const spare = 7e8;

/** Bytes of a frozen weight: training reads it forward and backward. */
const bytesOf: Readonly<
	Record<"training" | "scoring", Readonly<Record<Precision, number>>>
> = {
	training: { float32: 8, mixed: 5, int8: 2, int4: 0.625 },
	scoring: { float32: 4, mixed: 4, int8: 1, int4: 0.625 },
};

/**
 * How many sessions compute micro-batches at the same time: two on a CPU, with half of the threads each, if weights are frozen and a second
 * copy of them is small (decision 0307). A number that the user chose counts instead, up to one for each thread.
 */
export function sessionsFor(
	purpose: keyof typeof bytesOf,
	{ architecture }: Model,
	{ tuning, precision }: Pick<GraphOptions, "tuning" | "precision">,
	backend: Backend,
): number {
	if ("open" in backend || backend.device !== "cpu") return 1;
	const threads = threadsOf(backend);
	if (tuning.kind === "full") return 1;
	if (backend.sessions !== undefined)
		return Math.min(backend.sessions, threads);
	if (threads < most) return 1;
	const weights = architecture.linears.reduce(
		(sum, { inFeatures, outFeatures }) => sum + inFeatures * outFeatures,
		0,
	);
	const bytes = bytesOf[purpose][precision] * weights;
	return (most - 1) * bytes <= spare ? most : 1;
}
