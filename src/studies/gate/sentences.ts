import type { Condition, GateVerdict } from "./decide.ts";

/** Three significant digits, and no minus before 0. */
function show(value: number): string {
	const short = Number(value.toPrecision(3));
	return String(short === 0 ? 0 : short);
}

/** The same the way up in which more is better. */
function uprightOf({ better, value, bound }: Condition) {
	if (value === null) return null;
	const up = better === "higher";
	return {
		value: up ? value.value : -value.value,
		low: up ? value.low : -value.high,
		bound: up ? bound : -bound,
	};
}

/** How many questions would have told, had all else been the same; null where no number would. */
function enoughQuestions(condition: Condition): number | null {
	const found = uprightOf(condition);
	if (found === null || found.value <= found.bound) return null;
	const need = (found.value - found.low) / (found.value - found.bound);
	const count = Math.ceil(condition.questions * need ** 2);
	return Number.isFinite(count) && count > condition.questions ? count : null;
}

/** What was looked at, what was found and what it was compared with, in one sentence. */
export function conditionSentence(condition: Condition, alpha: number): string {
	const { axis, role, holds, questions } = condition;
	const found = uprightOf(condition);
	if (found === null)
		return `${axis}: no question could be scored for both, so nothing is known of it.`;
	const sure = `${show(100 * (1 - alpha))}% sure`;
	const gain = show(found.value);
	const enough = holds ? null : enoughQuestions(condition);
	const more =
		enough === null
			? ""
			: ` About ${enough} questions would tell; there were ${questions}.`;
	if (role === "target") {
		const [low, bound] = [show(found.low), show(found.bound)];
		return holds
			? `${axis}: it gains ${gain}, and at least ${low} (${sure}), which is above ${bound}.`
			: `${axis}: it gains ${gain}, and perhaps only ${low} (${sure}), which is not above ${bound}.${more}`;
	}
	const lost = show(Math.max(0, -found.low));
	const most = show(-found.bound);
	const change = `${axis}: it ${found.value < 0 ? "loses" : "gains"} ${show(Math.abs(found.value))}`;
	return holds
		? `${change}; a loss of more than ${lost} is ruled out (${sure}), and ${most} may be lost.`
		: `${change}; a loss of ${lost} is not ruled out (${sure}), and no more than ${most} may be lost.${more}`;
}

/** The verdict in one line. */
export function verdictSentence({ ship, conditions }: GateVerdict): string {
	const broken = conditions.filter(({ holds }) => !holds);
	if (ship) return "Ship: every condition holds.";
	if (broken.length === 0)
		return "Do not ship: there is no target, so there is nothing to gain.";
	const names = broken.map(({ axis }) => axis).join(", ");
	return `Do not ship: ${broken.length} of ${conditions.length} conditions do not hold (${names}).`;
}
