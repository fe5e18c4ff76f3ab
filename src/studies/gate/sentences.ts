import {
	isShare,
	showChange,
	showInterval,
	showNumber,
} from "../../eval/compare/figures.ts";
import type { WouldTell } from "../../stats/paired/questions-to-tell.ts";
import type { Condition, GateVerdict } from "./decide.ts";

/** Explains the parentheses in the sentences of conditions. */
export const intervalNote =
	"In parentheses: two-sided 95% intervals, the same as those of npx temper-lm eval. Conditions compare one-sided bounds.";

/** A number that a person chose, or the size of a loss, in the unit of the axis. */
function amount(value: number, unit: string): string {
	const scaled = isShare(unit) ? 100 * value : value;
	return showNumber(Number(scaled.toPrecision(3)) + 0);
}

function unitText(unit: string): string {
	return isShare(unit) ? "percentage points" : unit;
}

/** What would decide the condition if nothing else changed. */
function wouldTellText(told: WouldTell | null, questions: number): string {
	if (told === null) return "";
	return told.kind === "seeds"
		? " More questions would not help, because the seeds differ too much; more seeds might."
		: ` About ${told.count} questions would be enough to decide; there were ${questions}.`;
}

/** The measurement, the bound that decides and what it is compared with, in one sentence. */
export function conditionSentence(condition: Condition, alpha: number): string {
	const { axis, unit, value, decisive, bound, holds, better } = condition;
	if (value === null || decisive === null)
		return `${axis}: no question has a score under both models, so there is nothing to compare.`;
	if (!Number.isFinite(decisive))
		return `${axis}: only one question was compared, which gives no interval; more questions are needed.`;
	const change = showChange(unit);
	const sure = `one-sided ${showNumber(100 * (1 - alpha))}%`;
	const measured = `${axis}: change ${showInterval(value, change)} ${unitText(unit)}`;
	const more = holds
		? ""
		: wouldTellText(condition.wouldTell, condition.questions ?? 0);
	if (condition.role === "target") {
		const side = better === "higher" ? "above" : "below";
		const margin = amount(bound, unit);
		return `${measured}; its ${sure} bound, ${change(decisive)}, is ${holds ? "" : "not "}${side} ${margin}.${more}`;
	}
	const up = better === "higher" ? -decisive : decisive;
	const what = better === "higher" ? "fall" : "rise";
	const lost = amount(Math.max(0, up), unit);
	const most = amount(Math.abs(bound), unit);
	return holds
		? `${measured}; a ${what} of more than ${lost} is ruled out (${sure} bound), and ${most} is allowed.`
		: `${measured}; a ${what} of ${lost} is not ruled out (${sure} bound), and at most ${most} is allowed.${more}`;
}

/** The verdict in one line. */
export function verdictSentence({ ship, conditions }: GateVerdict): string {
	const broken = conditions.filter(({ holds }) => !holds);
	if (ship) return "Ship: every condition holds.";
	if (broken.length === 0)
		return "Do not ship: there is no target, so there is nothing to gain.";
	const names = broken.map(({ axis }) => axis).join(", ");
	return `Do not ship: ${broken.length} of ${conditions.length} conditions ${broken.length === 1 ? "fails" : "fail"} (${names}).`;
}
