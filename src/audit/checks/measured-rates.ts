import type { Check, FindingKind } from "../audit-result.ts";
import { rates } from "./rates.ts";

/** Recall and false alarms of each check on planted faults; null for checks that were not measured. */
export const measuredRates: Readonly<Record<FindingKind, Check["measured"]>> =
	rates;

function percents({
	value,
	low,
	high,
}: {
	value: number;
	low: number;
	high: number;
}): string {
	const text = (share: number) => (share * 100).toFixed(1);
	return `${text(value)}% (95% interval ${text(low)} to ${text(high)})`;
}

/** How often a check errs, as one sentence; null if nobody measured it. */
export function errsSentence(kind: FindingKind): string | null {
	const measured = measuredRates[kind];
	if (measured === null) return null;
	return `On synthetic rows with planted faults the check found ${percents(measured.recall)} of them, and flagged ${percents(measured.falseAlarms)} of the clean rows.`;
}
