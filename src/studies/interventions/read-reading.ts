import { existsSync } from "node:fs";
import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { mean } from "../../stats/mean.ts";
import { unscoredOf } from "../measures/unscored.ts";
import { uprightScore } from "../measures/upright.ts";
import { readMeasure } from "../study-folder.ts";
import type { StudyPaths } from "../study-paths.ts";
import { predictionsOf } from "./groups/predictions.ts";
import type { InterventionJob } from "./plan/job.ts";
import type { InterventionReading } from "./plan/state.ts";
import type { ChoiceTask } from "./questions/study-questions.ts";
import { explanationIn } from "./rows/explanation-rows.ts";

/** What a job that is done says. `asking` is the task of the study's questions. Throws `data`. */
export async function readReading(
	job: InterventionJob,
	paths: StudyPaths,
	asking: ChoiceTask,
): Promise<InterventionReading> {
	switch (job.kind) {
		case "questions":
			return {
				kind: "questions",
				...(await readPredictions(job, paths, asking)),
			};
		case "explanations":
			return {
				kind: "explanations",
				texts: await readExplanations(job, paths),
			};
		case "tasks":
		case "run": {
			const result = await resultOf(job, paths);
			const scored = result.tasks.filter(({ axis }) => axis !== "general");
			return {
				kind: "measured",
				score: mean(scored.flatMap((task) => uprightScore(task) ?? [])),
				unscored: unscoredOf(result.tasks),
				result,
			};
		}
		default:
			return job satisfies never;
	}
}

type Found = Pick<InterventionJob, "id">;

async function resultOf(job: Found, paths: StudyPaths): Promise<EvalResult> {
	const result = await readMeasure(paths, job.id);
	if (result !== null) return result;
	throw new TemperError("data", {
		where: paths.measure(job.id),
		expected: "the results of a job that is done",
		found: "none",
	});
}

/** What the base answers to the questions of the study. */
export async function readPredictions(
	job: Found,
	paths: StudyPaths,
	{ scorer }: Pick<ChoiceTask, "scorer">,
): Promise<Omit<Extract<InterventionReading, { kind: "questions" }>, "kind">> {
	const [task] = (await resultOf(job, paths)).tasks;
	if (task === undefined)
		throw new TemperError("data", {
			where: paths.measure(job.id),
			expected: "the base's answers to the questions",
			found: "no task",
			hint: "Remove the file: it is made again.",
		});
	const predictions = predictionsOf(task, scorer);
	return { predictions, unmeasured: task.questions - predictions.length };
}

/** What the base said of its own answers, by the line of the question; none if it was not asked. */
export async function readExplanations(
	job: Found,
	paths: StudyPaths,
): Promise<Map<number, string>> {
	if (!existsSync(paths.measure(job.id))) return new Map();
	const { tasks } = await resultOf(job, paths);
	return new Map(
		tasks
			.flatMap(({ items }) => items)
			.flatMap(({ question, final, answer }) => {
				const text = explanationIn(final ?? answer);
				return text === null ? [] : [[Number(question), text] as const];
			}),
	);
}
