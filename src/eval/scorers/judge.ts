import { TemperError } from "../../core/error.ts";
import { withoutThoughts } from "../../rewards/judged-answer.ts";
import type { JudgeSpec } from "../task/task.ts";
import type { AnswerScorer } from "./answer-scorer.ts";
import { askJudge, type Winner } from "./ask-judge.ts";

/** What the subject's answer gets if it is shown first. */
const points: Readonly<Record<Winner, number>> = {
	first: 1,
	tie: 0.5,
	second: 0,
};

/**
 * Compares answers with the base's: 1 for the better, 0 for the worse, a half for a tie. Every pair is judged in both
 * orders and gets the mean, so that a judge who likes a place gives a half. The base itself gets a half without being
 * asked about. Throws `recipe` if the key is missing.
 */
export function openJudge(
	spec: JudgeSpec,
	env: NodeJS.ProcessEnv = process.env,
): AnswerScorer {
	const { keyVariable, criteria } = spec;
	const key = keyVariable === null ? null : (env[keyVariable] ?? "");
	if (key === "")
		throw new TemperError("recipe", {
			where: "scorer judge, keyVariable",
			expected: `the key of ${spec.url} in the environment variable ${keyVariable}`,
			found: "nothing in it",
		});
	return {
		chance: 0.5,
		judgesThoughts: false,
		parallel: 4,
		async score(given) {
			const { conversation, baseAnswer } = given;
			const { completion } = withoutThoughts(given).answer;
			if (baseAnswer === null || baseAnswer === completion) return 0.5;
			const contest = { criteria, conversation };
			const [shownFirst, shownSecond] = await Promise.all([
				askJudge(spec, key, {
					...contest,
					first: completion,
					second: baseAnswer,
				}),
				askJudge(spec, key, {
					...contest,
					first: baseAnswer,
					second: completion,
				}),
			]);
			return (points[shownFirst] + 1 - points[shownSecond]) / 2;
		},
		dispose: async () => {},
	};
}
