import { gainIn, isLoss } from "./cause.ts";
import type {
	Cause,
	NextStep,
	TaskDiagnosis,
	TunedDiagnosis,
} from "./diagnosis.ts";
import { thresholds } from "./thresholds.ts";

interface Found {
	readonly cause: Cause;
	readonly evidence: TunedDiagnosis["evidence"];
	readonly tasks: readonly TaskDiagnosis[];
}

/** What to do next, the most important first. */
export function nextSteps({ cause, evidence, tasks }: Found): NextStep[] {
	const loses = isLoss(evidence, "lossNear") || isLoss(evidence, "lossFar");
	const keep: NextStep[] = loses ? ["use-leash"] : ["ship"];
	switch (cause) {
		case "new-knowledge":
			return [
				...(teachesHalf(evidence) ? [] : (["put-into-prompt"] as const)),
				...(scatters(tasks) ? (["add-wordings"] as const) : []),
				...keep,
			];
		case "drawn-out":
			return [
				...(examplesDoAsMuch(tasks) ? (["few-examples-suffice"] as const) : []),
				...(scatters(tasks) ? (["add-wordings"] as const) : []),
				...keep,
			];
		case "format-only":
			return ["score-substance", ...keep];
		case "wrong-answers":
			return ["check-answers"];
		case "overfit":
			return ["train-less", "use-leash", "more-rows"];
		case "no-change":
			return gainIn(evidence) > 0 ? ["ship"] : ["more-rows"];
		case "unclear":
			return ["more-questions"];
		default:
			return cause satisfies never;
	}
}

/** Whether at least half of what the base did not know is known now. */
function teachesHalf({ learned = 0, unknown = 0 }: Found["evidence"]): boolean {
	return learned >= unknown / 2;
}

/** Whether the answers to a question in several wordings agree less than before. */
function scatters(tasks: readonly TaskDiagnosis[]): boolean {
	return tasks.some(({ consistency }) => {
		const { difference = null } = consistency ?? {};
		return (
			difference !== null &&
			difference.high < 0 &&
			-difference.value >= thresholds.leastShare.value
		);
	});
}

/** Whether the base with examples in its prompt answers what was taught as well as the tuned model does without. */
function examplesDoAsMuch(tasks: readonly TaskDiagnosis[]): boolean {
	const near = tasks.filter(
		({ role, baseFewShot, score }) =>
			(role === "held-out" || role === "in-domain") &&
			baseFewShot !== null &&
			score.tuned !== null,
	);
	return (
		near.length > 0 &&
		near.every(
			({ baseFewShot, score }) =>
				(baseFewShot?.high ?? 0) >= (score.tuned?.value ?? 1),
		)
	);
}
