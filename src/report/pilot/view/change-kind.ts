import type { ArmResult, Axis } from "../../../studies/pilot/pilot-result.ts";
import { gainOf } from "./estimate-of.ts";

export type ChangeKind = "better" | "worse" | "unclear" | "unknown";

/** Better or worse only if the interval excludes zero and the change exceeds the noise floor. */
export function changeKind(arm: ArmResult, axis: Axis): ChangeKind {
	const gain = gainOf(arm, axis);
	if (gain === null) return "unknown";
	if (gain.low > 0 && gain.value > axis.noise) return "better";
	if (gain.high < 0 && gain.value < -axis.noise) return "worse";
	return "unclear";
}
