import type { CommandSpec, JudgeSpec, MatchSpec } from "../task/task.ts";
import type { AnswerScorer } from "./answer-scorer.ts";
import { openCommand } from "./command.ts";
import { openJudge } from "./judge.ts";
import { openMatch } from "./match.ts";

/** Scorers of answers that the subject generates. */
export type AnswerSpec = MatchSpec | CommandSpec | JudgeSpec;

/** Throws `recipe` if a scorer cannot be made ready. */
export async function openScorer(spec: AnswerSpec): Promise<AnswerScorer> {
	switch (spec.kind) {
		case "command":
			return openCommand(spec);
		case "judge":
			return openJudge(spec);
		default:
			return openMatch(spec);
	}
}
