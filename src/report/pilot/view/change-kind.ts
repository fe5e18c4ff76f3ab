import type {
	ArmResult,
	Axis,
	PilotResult,
} from "../../../studies/pilot/pilot-result.ts";
import { axisFor } from "./bases-of.ts";
import { gainOf } from "./estimate-of.ts";

export type ChangeKind = "better" | "worse" | "unclear" | "unknown";

/** Better or worse only if the interval excludes zero and the change exceeds the noise floor. */
export function changeKind(
	result: Pick<PilotResult, "bases">,
	arm: ArmResult,
	axis: Axis,
): ChangeKind {
	const gain = gainOf(arm, axis);
	if (gain === null) return "unknown";
	const { noise } = axisFor(result, arm, axis);
	if (gain.low > 0 && gain.value > noise) return "better";
	if (gain.high < 0 && gain.value < -noise) return "worse";
	return "unclear";
}
