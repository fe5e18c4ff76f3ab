import { TemperError } from "../../../core/error.ts";
import type { TaskResult } from "../../../eval/eval-result.ts";
import { deviationMeasures } from "../../measures/axis-scores.ts";
import { unscoredOf } from "../../measures/unscored.ts";
import { uprightScore } from "../../measures/upright.ts";
import { readMeasure } from "../../study-folder.ts";
import type { StudyPaths } from "../../study-paths.ts";
import type { BudgetJob } from "./job.ts";
import type { BudgetReading } from "./state.ts";

/** What a job that is done says. Throws `data`. */
export async function readReading(
	job: Pick<BudgetJob, "id">,
	paths: StudyPaths,
): Promise<BudgetReading> {
	const result = await readMeasure(paths, job.id);
	const target = result?.tasks.find(({ axis }) => axis === "target");
	if (result === null || target === undefined)
		throw new TemperError("data", {
			where: paths.measure(job.id),
			expected: "the results of the target task",
			found: "none",
			hint: "Remove the file: it is made again.",
		});
	return {
		score: uprightScore(target),
		moved: movedOf(result.tasks),
		unscored: unscoredOf(result.tasks),
		result,
	};
}

/** KL(base || tuned) on the general rows. */
function movedOf(tasks: readonly TaskResult[]): number | null {
	const [first] = tasks.flatMap(deviationMeasures);
	return first?.value.value ?? null;
}
