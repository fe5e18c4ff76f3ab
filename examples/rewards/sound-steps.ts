// A reward of one's own. In a recipe: { kind: module, path: examples/rewards/sound-steps.ts }.
import type { AnswerToJudge } from "temper-lm";

const step =
	/(\d+(?:\.\d+)?) ?([-+*/]) ?(\d+(?:\.\d+)?) ?= ?(-?\d+(?:\.\d+)?)/g;

function compute(left: number, sign: string, right: number): number {
	if (sign === "+") return left + right;
	if (sign === "-") return left - right;
	return sign === "*" ? left * right : left / right;
}

/** Of the steps that an answer shows, such as `6 * 7 = 42`, the share that is right; 0 where it shows none. */
export default function soundSteps({ completion }: AnswerToJudge): number {
	const steps = [...completion.matchAll(step)];
	const sound = steps.filter(([, left, sign, right, result]) => {
		const computed = compute(Number(left), sign ?? "", Number(right));
		return Math.abs(computed - Number(result)) < 0.005;
	});
	return steps.length === 0 ? 0 : sound.length / steps.length;
}
