import { TemperError } from "../../core/error.ts";
import type { LikelihoodReader } from "../../engine/measured.ts";
import type { TaskResult } from "../../eval/eval-result.ts";
import { evaluateTask } from "../../eval/evaluate-task.ts";
import { ModelResponder } from "../../eval/model/model-responder.ts";
import { readTask } from "../../eval/task/read-task.ts";
import type { Task } from "../../eval/task/task.ts";
import type { Generate } from "../../generate/generate.ts";
import type { RoundScorer, TaskScore } from "../rounds/round-scorer.ts";
import type { Stage } from "../sources/stage.ts";

/** Answers that are generated side by side. */
const batchRows = 16;

/**
 * Scores the policy of a stage in the tasks that its recipe watches, as `npx temper-lm eval` would, with the weights that are being
 * trained. If samples are drawn in int8, so are answers. Throws `recipe` for tasks that cannot be read.
 */
export async function openRoundScorer(stage: Stage): Promise<RoundScorer> {
	const { prepared, session, learner, sessions, signal } = stage;
	const { recipe } = prepared;
	const tasks = recipe.watch.tasks.map(readTask);
	requireNames(tasks);
	const policy = {
		shape: prepared.model.architecture,
		async generate(): Promise<Generate> {
			const generator = await sessions.generator();
			return (...given) => generator.generate(learner.weights, ...given);
		},
		async likelihoods(length: number): Promise<LikelihoodReader> {
			const options = { compares: false, length: length + 1 };
			const scorer = await session.scorer(options);
			return {
				score: async (groups) =>
					(await scorer.score(groups, learner.weights)).rows,
				dispose: () => scorer.dispose(),
			};
		},
		// The session belongs to the training.
		async dispose() {},
	};
	const responder = await ModelResponder.over(
		policy,
		{ name: "policy", model: recipe.model },
		{ batchRows, signal },
	);
	return {
		async score() {
			const scores: TaskScore[] = [];
			for (const task of tasks) {
				const events = evaluateTask(responder, task, { base: null, signal });
				for await (const event of events)
					if (event.kind === "result") scores.push(scoreOf(event.result));
			}
			return scores.length === tasks.length ? scores : null;
		},
		dispose: () => responder.dispose(),
	};
}

function scoreOf({
	name: task,
	unit,
	better,
	value,
	questions,
	failures,
}: TaskResult): TaskScore {
	return { task, unit, better, value, questions, failures };
}

function requireNames(tasks: readonly Task[]): void {
	const names = tasks.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (twice === undefined) return;
	throw new TemperError("recipe", {
		where: "watch.tasks",
		expected: "tasks that each have a name of their own",
		found: `two named ${twice}`,
	});
}
