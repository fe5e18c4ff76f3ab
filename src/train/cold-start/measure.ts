import { alone } from "../../data/example.ts";
import type { Objective } from "../../objectives/objective.ts";
import type { ColdStartEvent } from "../../runs/events.ts";
import { sampleAnswers } from "../measure/training-answers.ts";
import { rowsWanted } from "../prepare/rows-wanted.ts";
import type { Stage } from "../sources/stage.ts";
import { answerMeasures } from "./answer-measures.ts";
import { greedyEnds } from "./greedy-ends.ts";

export type ColdStartMeasures = Pick<ColdStartEvent, "answers" | "greedy">;

/** Whether a policy learns from answers with a preference or a verdict, which it did not write itself. */
export function learnsPreferences(
	objective: Pick<Objective, "trains" | "needs" | "rows">,
): boolean {
	const wanted = rowsWanted(objective);
	return (
		objective.trains === "policy" && (wanted === "pairs" || wanted === "labels")
	);
}

/**
 * How ready the policy of a stage is for preferences: how it rates a sample of the chosen or desirable answers, and whether
 * its own answers end. Changes nothing that training reads. Null if no answer has tokens.
 */
export async function measureColdStart(
	stage: Pick<Stage, "prepared" | "learner" | "sessions">,
): Promise<ColdStartMeasures | null> {
	const { prepared, learner, sessions } = stage;
	const { train, recipe, tokenizer } = prepared;
	const rows = sampleAnswers(train, recipe.seed);
	const scorer = await sessions.scorer();
	const { rows: scores } = await scorer.score(alone(rows), learner.weights);
	const answers = answerMeasures(rows, scores, tokenizer.endOfTurn);
	return answers && { answers, greedy: await greedyEnds(stage, rows) };
}
