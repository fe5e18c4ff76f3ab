import { TemperError } from "../../core/error.ts";
import type { Buffer } from "../../graph/session.ts";
import type { HiddenStates } from "../../policy/row-scores.ts";
import type { Baseline } from "../step.ts";

/** Last hidden states of fixed weights, a buffer for each micro-batch in which they were scored. */
export class GraphBaseline implements Baseline {
	readonly kind = "baseline";
	readonly hidden: HiddenStates;

	constructor(hidden: HiddenStates) {
		this.hidden = hidden;
	}
}

/** Throws `internal` for a baseline of another engine. */
export function hiddenOf(baseline: Baseline): HiddenStates {
	if (baseline instanceof GraphBaseline) return baseline.hidden;
	throw new TemperError("internal", {
		where: "baseline",
		expected: "hidden states of this engine",
		found: "those of another",
	});
}

/** The first `size` numbers of the states of rows that were scored in one micro-batch. */
export function statesOf(baseline: Baseline, size: number): Float32Array {
	const [states] = hiddenOf(baseline) as [Buffer];
	return (states.data as Float32Array).subarray(0, size);
}
