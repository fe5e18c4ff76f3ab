import type { Condition, Verdict } from "../pilot/pilot-result.ts";

/** Three significant digits, and no minus before 0. */
function show(value: number): string {
	const short = Number(value.toPrecision(3));
	return String(short === 0 ? 0 : short);
}

/** How many questions would have told, had all else been the same; null where no number would. */
export function enoughQuestions({
	value,
	bound,
	questions,
}: Condition): number | null {
	if (value === null || value.value <= bound) return null;
	const need = (value.value - value.low) / (value.value - bound);
	const count = Math.ceil(questions * need ** 2);
	return Number.isFinite(count) && count > questions ? count : null;
}

/** What was looked at, what was found and what it was compared with, in one sentence. */
export function conditionSentence(condition: Condition, alpha: number): string {
	const { axis, role, value, bound, holds } = condition;
	if (value === null)
		return `${axis}: no question could be scored for both, so nothing is known of it.`;
	const sure = `${show(100 * (1 - alpha))}% sure`;
	const [found, least] = [show(value.value), show(value.low)];
	const enough = holds ? null : enoughQuestions(condition);
	const more =
		enough === null
			? ""
			: ` About ${enough} questions would tell; there were ${condition.questions}.`;
	if (role === "target")
		return holds
			? `${axis}: it gains ${found}, and at least ${least} (${sure}), which is above ${show(bound)}.`
			: `${axis}: it gains ${found}, and perhaps only ${least} (${sure}), which is not above ${show(bound)}.${more}`;
	const lost = show(-value.low);
	const most = show(-bound);
	return holds
		? `${axis}: it changes by ${found}; a loss of more than ${lost} is ruled out (${sure}), and ${most} may be lost.`
		: `${axis}: it changes by ${found}; a loss of ${lost} is not ruled out (${sure}), and no more than ${most} may be lost.${more}`;
}

/** The verdict in one line. */
export function verdictSentence({ ship, conditions }: Verdict): string {
	const broken = conditions.filter(({ holds }) => !holds);
	if (ship) return "Ship: every condition holds.";
	if (broken.length === 0)
		return "Do not ship: there is no target, so there is nothing to gain.";
	const names = broken.map(({ axis }) => axis).join(", ");
	return `Do not ship: ${broken.length} of ${conditions.length} conditions do not hold (${names}).`;
}
