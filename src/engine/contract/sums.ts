import type { Group } from "../../data/example.ts";
import type { Model } from "../../models/model.ts";
import type { Tuning } from "../../nn/parameters.ts";
import type { Objective } from "../../objectives/objective.ts";
import { Policy } from "../../policy/policy.ts";
import type { GraphParts } from "../onnx/graph-parts.ts";
import type { Gradients } from "../onnx/stepper.ts";
import { type Given, nothingGiven } from "../step.ts";
import { graphOptions, using } from "./subject.ts";

export interface Sums {
	readonly sum: number;
	readonly weight: number;
	/** By name. */
	readonly gradients: ReadonlyMap<string, Float32Array>;
}

export interface GradientsWanted {
	readonly model: Model;
	readonly objective: Objective;
	readonly tuning: Tuning;
	readonly microBatches: readonly (readonly Group[])[];
	readonly given?: Given;
}

/** Sums at the policy where training starts, after `change`. */
type SumsAt = (change?: (policy: Policy) => void) => Promise<Sums>;

/** Opens the gradients of an objective over micro-batches, to be asked for at any number of policies. */
export function withSums<R>(
	engine: GraphParts,
	{ model, objective, tuning, ...step }: GradientsWanted,
	use: (sumsAt: SumsAt) => Promise<R>,
): Promise<R> {
	const opening = engine.gradients({
		...{ model, objective, graph: graphOptions(tuning), endIds: new Set() },
	});
	return using(opening, (opened) =>
		use(async (change = () => {}) => {
			const { trainables } = opened;
			const policy = await Policy.initial(trainables, model, tuning, 1);
			change(policy);
			return runAll(opened, policy, step);
		}),
	);
}

async function runAll(
	opened: Gradients,
	policy: Policy,
	{
		microBatches,
		given = nothingGiven,
	}: Pick<GradientsWanted, "microBatches" | "given">,
): Promise<Sums> {
	opened.clear();
	let [sum, weight] = [0, 0];
	for (const groups of microBatches) {
		const result = await opened.run(groups, policy, given, 0);
		sum += result.sum;
		weight += result.weight;
	}
	const byName = opened.trainables.map(
		({ name }, i) =>
			[name, Float32Array.from(opened.gradients[i] ?? [])] as const,
	);
	return { sum, weight, gradients: new Map(byName) };
}

/** Numerator, denominator and gradients of an objective where training starts. */
export function sumsOf(
	engine: GraphParts,
	wanted: GradientsWanted,
): Promise<Sums> {
	return withSums(engine, wanted, (sumsAt) => sumsAt());
}
