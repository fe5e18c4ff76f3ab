import { TemperError } from "../../core/error.ts";
import { type AnswerSpec, openScorer } from "../../eval/scorers/open-scorer.ts";
import { scorerFacts } from "../../eval/task/scorer-facts.ts";
import { scorerFiles } from "../../eval/task/scorer-files.ts";
import type { ScorerSpec, Task } from "../../eval/task/task.ts";
import { errorLine } from "../../rewards/threads/error-line.ts";
import { hashInputs } from "../../runs/folder/inputs.ts";
import type { AnswerCache } from "../answer-cache.ts";
import type { PairAnswer } from "../pair-answer.ts";
import type { PairPrompt } from "../pair-prompt.ts";
import type { AnswerComparison } from "../rank/comparison.ts";
import type { PairJudge } from "./pair-judge.ts";
import { type ScoredAnswer, scoredJudgement } from "./scored-judgement.ts";

export interface TaskJudgeOptions {
	readonly task: Task;
	/** How often each answer is scored: more than once for a scorer that may decide differently. */
	readonly repeats: number;
}

/**
 * The scorer of a task. A score from 0 to 1 is read as the share of verdicts that call the answer right: after r verdicts with
 * the sum s, it is estimated as (s + 1/2) / (r + 1) (the mean of Jeffreys' posterior), and the evidence is the difference of the
 * log-odds of two answers. Scores of another range are used as they are. Throws `recipe` if the scorer cannot judge answers.
 */
export async function taskJudge(
	{ task, repeats }: TaskJudgeOptions,
	cache: AnswerCache,
): Promise<PairJudge> {
	const { name, version, hash, metric } = task;
	const files = await hashInputs(scorerFiles(task.scorer));
	const program = files.map(({ sha256 }) => sha256);
	const scorer = await openScorer(requireAnswers(task));
	const counts = metric === "accuracy";
	const scoreOnce = async (prompt: PairPrompt, { text }: PairAnswer) => {
		const { place, row, shown, thinking, conversation } = prompt;
		const score = await scorer.score({
			...{ id: place, prompt: prompt.prompt, completion: text, answer: shown },
			...{ row: row.value, conversation, baseAnswer: null },
			thinking: task.thoughts === "score" ? null : thinking,
		});
		if (counts && (score < 0 || score > 1))
			throw new TemperError("data", {
				where: `task ${name}, ${place}`,
				expected: "a score from 0 to 1, for an accuracy",
				found: String(score),
			});
		return score;
	};
	const scoreOf = async (
		prompt: PairPrompt,
		answer: PairAnswer,
	): Promise<ScoredAnswer> => {
		let sum = 0;
		try {
			for (let repeat = 0; repeat < repeats; repeat++) {
				const { row, conversation } = prompt;
				sum += await cache.remember(
					["task", hash, program, row.value, conversation, answer.text, repeat],
					() => scoreOnce(prompt, answer),
				);
			}
		} catch (error) {
			return { reason: errorLine(error) };
		}
		const right = (sum + 0.5) / (repeats + 1);
		const score = sum / repeats;
		const logOdds = counts ? Math.log(right / (1 - right)) : score;
		return { score, logOdds };
	};
	return {
		facts: {
			...{ kind: "task", name, version, repeats },
			...{ scorer: task.scorer.kind, sha256: hash },
		},
		compares: "samples",
		perComparison: false,
		parallel: 1,
		rightFrom: counts ? 0.5 : null,
		begin: async () => {},
		async judge({ prompt, answers, pairs }) {
			const scored: ScoredAnswer[] = [];
			for (const answer of answers) scored.push(await scoreOf(prompt, answer));
			return scoredJudgement(pairs, scored);
		},
		scaleOf: (comparisons) => (counts ? 1 : 1 / spreadOf(comparisons)),
		dispose: () => scorer.dispose(),
	};
}

/** The standard deviation of scores, from the differences of pairs of them; 1 if they do not differ. */
function spreadOf(comparisons: readonly AnswerComparison[]): number {
	const squares = comparisons.reduce(
		(sum, { evidence }) => sum + evidence ** 2,
		0,
	);
	return squares === 0 ? 1 : Math.sqrt(squares / (2 * comparisons.length));
}

function requireAnswers({ name, scorer }: Task): AnswerSpec {
	if (generates(scorer)) return scorer;
	throw new TemperError("recipe", {
		where: `task ${name}, scorer`,
		expected: "a scorer of answers that a model generates",
		found: scorer.kind,
		hint: "Use exact, numeric, contains, regex, json-schema, format, module, command or judge.",
	});
}

const generates = (scorer: ScorerSpec): scorer is AnswerSpec =>
	scorerFacts[scorer.kind].generates;
