import { TemperError } from "../../core/error.ts";
import { Policy } from "../../policy/policy.ts";
import type { Weights } from "../engine.ts";

/** The arrays of a graph engine's weights. Throws `internal` for those of another engine. */
export function policyOf(weights: Weights): Policy {
	if (weights instanceof Policy) return weights;
	throw new TemperError("internal", {
		where: "weights",
		expected: "weights of this engine",
		found: "those of another",
	});
}
