import type { Decision } from "./pilot-state.ts";

/** Whether a decision of an earlier session is still valid: learning rates of which none could continue are tried again. */
export function isValid(decision: Decision): boolean {
	return decision.kind !== "rung" || decision.kept.length > 0;
}
