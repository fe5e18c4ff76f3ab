import { TemperError } from "../../../core/error.ts";
import type { LearnerName, Weights } from "../../engine.ts";
import type { Baseline } from "../../step.ts";

/** Which weights the processes compute with: those of a learner now or at its start, the base, or the reference. */
export interface WeightsName {
	readonly of: "now" | "start" | "base" | "reference";
	/** The learner; null if there is none to ask for. */
	readonly name: LearnerName | null;
}

/** Weights that no step changes. */
export type FrozenName = Exclude<WeightsName["of"], "now">;

/** Names weights that the processes hold. */
export class TorchWeights implements Weights, WeightsName {
	readonly kind = "weights";
	readonly of: WeightsName["of"];
	readonly name: LearnerName | null;

	constructor(of: WeightsName["of"], name: LearnerName | null) {
		this.of = of;
		this.name = name;
	}
}

/** Names the frozen weights from which KL is computed anew at each comparison. */
export class TorchBaseline implements Baseline {
	readonly kind = "baseline";
	readonly of: WeightsName["of"];

	constructor(of: WeightsName["of"]) {
		this.of = of;
	}
}

function alien(where: string): TemperError {
	return new TemperError("internal", {
		...{ where, expected: "one that this engine made", found: "another" },
	});
}

/** Throws `internal` for the weights of another engine. */
export function torchWeights(weights: Weights): TorchWeights {
	if (weights instanceof TorchWeights) return weights;
	throw alien("weights");
}

/** Throws `internal` for the baseline of another engine, and for weights that change. */
export function frozenBaseline(baseline: Baseline): FrozenName {
	if (!(baseline instanceof TorchBaseline)) throw alien("baseline");
	const { of } = baseline;
	if (of !== "now") return of;
	throw new TemperError("internal", {
		where: "baseline",
		expected: "weights that no step changes",
		found: of,
	});
}
