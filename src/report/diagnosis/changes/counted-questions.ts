import type { TunedDiagnosis } from "../../../diagnose/change/diagnosis.ts";

/** Tasks that the shares of a tuned model count: those of the roles `held-out` and `in-domain`, or all if there are none. */
export function countedTasks({ tasks }: Pick<TunedDiagnosis, "tasks">) {
	const counted = tasks.filter(
		({ role }) => role === "held-out" || role === "in-domain",
	);
	return counted.length === 0 ? tasks : counted;
}

/** Questions that the shares of a tuned model count. */
export function countedQuestions(tuned: TunedDiagnosis): number {
	return countedTasks(tuned)
		.filter(({ changes }) => changes !== null)
		.reduce((sum, { questions }) => sum + questions, 0);
}
