import { hashInputs } from "../runs/folder/inputs.ts";
import { meanOverRuns } from "../stats/over-runs.ts";
import type { Unit } from "../stats/unit.ts";
import { answerLengths } from "./compare/answer-lengths.ts";
import { consistencyOf } from "./compare/consistency.ts";
import { noiseFloor } from "./compare/noise-floor.ts";
import type { ItemResult, TaskResult } from "./eval-result.ts";
import { answerItems } from "./items/answer-items.ts";
import { choiceItems } from "./items/choice-items.ts";
import { shownItems } from "./items/shown-items.ts";
import type { Responder } from "./responder.ts";
import { openScorer } from "./scorers/open-scorer.ts";
import type { Question } from "./task/question.ts";
import { scaleOfTask, unitsOf } from "./task/question-units.ts";
import { readAskedTask } from "./task/read-questions.ts";
import { scorerFacts } from "./task/scorer-facts.ts";
import { scorerFiles } from "./task/scorer-files.ts";
import type { Task } from "./task/task.ts";
import { taskRows } from "./task/task-rows.ts";

export interface EvaluateTaskOptions {
	/** The base's result in the same task, for scorers that compare answers with it; null if there is none. */
	readonly base: TaskResult | null;
	readonly signal: AbortSignal | null;
}

/** Items as they are scored, in any order; then the result. */
export type TaskEvent =
	| { readonly kind: "begin"; readonly task: Task; readonly items: number }
	| { readonly kind: "item"; readonly task: Task; readonly item: ItemResult }
	| {
			readonly kind: "result";
			readonly task: Task;
			readonly result: TaskResult;
	  };

/**
 * Asks a responder the questions of a task and scores its answers. A row that cannot be asked or scored is an item
 * without a score. Throws `recipe` for a scorer that cannot be opened, and `data` if the file has no rows or the
 * responder can read none of the questions. There is no result if the signal aborts.
 */
export async function* evaluateTask(
	responder: Responder,
	task: Task,
	{ base, signal }: EvaluateTaskOptions,
): AsyncGenerator<TaskEvent, void, undefined> {
	const began = performance.now();
	const { questions, fewShot } = await readAskedTask(task);
	yield { kind: "begin", task, items: questions.length * seedsOf(task) };
	const items: ItemResult[] = [];
	for await (const item of itemsOf(questions, responder, task, base)) {
		if (signal?.aborted) return;
		items.push(item);
		yield { kind: "item", task, item };
	}
	if (signal?.aborted) return;
	const deviation =
		task.axis === "general"
			? await responder.deviation(
					questions,
					task.generate?.maxNewTokens ?? null,
				)
			: null;
	if (signal?.aborted) return;
	const result = await summarise(task, inOrder(items, questions), deviation);
	const seconds = (performance.now() - began) / 1000;
	yield { kind: "result", task, result: { ...result, fewShot, seconds } };
}

function seedsOf({ generate }: Task): number {
	const sampling = generate?.sampling;
	return sampling?.kind === "sample" ? sampling.seeds.length : 1;
}

async function* itemsOf(
	questions: readonly Question[],
	responder: Responder,
	task: Task,
	base: TaskResult | null,
): AsyncGenerator<ItemResult> {
	const { scorer: spec, generate } = task;
	if (spec.kind === "nll") return yield* shownItems(questions, responder);
	if (spec.kind === "choice")
		return yield* choiceItems(questions, responder, spec);
	const greedy = { maxNewTokens: 256, sampling: { kind: "greedy" } } as const;
	const scorer = await openScorer(spec);
	try {
		yield* answerItems(questions, {
			...{ responder, scorer, task, generate: generate ?? greedy },
			baseAnswers: answersOf(base),
		});
	} finally {
		await scorer.dispose();
	}
}

function answersOf(base: TaskResult | null): ReadonlyMap<string, string> {
	const answered = (base?.items ?? []).filter(({ answer }) => answer !== null);
	return new Map(
		answered.map(({ id, answer, final }) => [id, final ?? (answer as string)]),
	);
}

/** By question as the rows have them, then by seed. */
function inOrder(
	items: readonly ItemResult[],
	questions: readonly Question[],
): ItemResult[] {
	const places = new Map(
		questions.map(({ wording }, place) => [wording, place]),
	);
	const place = ({ wording }: ItemResult) => places.get(wording) as number;
	return items.toSorted(
		(a, b) => place(a) - place(b) || (a.seed ?? 0) - (b.seed ?? 0),
	);
}

async function summarise(
	task: Task,
	items: readonly ItemResult[],
	deviation: TaskResult["deviation"],
): Promise<Omit<TaskResult, "seconds">> {
	const { name, version, axis, role, hash, scorer, metric } = task;
	const { better, unit } = scorerFacts[scorer.kind];
	const units = unitsOf(items, metric);
	return {
		...{ name, version, axis, role, hash, metric, better, deviation, items },
		inputs: await hashInputs([...taskRows(task), ...scorerFiles(task.scorer)]),
		scorer: scorer.kind,
		unit: metric === "accuracy" ? metric : unit,
		value: meanOverRuns([units], scaleOfTask({ metric, scorer: scorer.kind })),
		chance: chanceOf(items),
		noise: noiseFloor(items),
		questions: units.size,
		failures: items.filter(({ score }) => score === null).length,
		length: lengthOf(items),
		lengths: answerLengths(items),
		consistency: consistencyOf({ items, scorer: scorer.kind }),
	};
}

function chanceOf(items: readonly ItemResult[]): number | null {
	let sum = 0;
	for (const { chance } of items) {
		if (chance === null) return null;
		sum += chance;
	}
	return items.length === 0 ? null : sum / items.length;
}

function lengthOf(items: readonly ItemResult[]): TaskResult["length"] {
	const lengths = new Map<string, Unit>();
	for (const { question, tokens } of items) {
		if (tokens === null) continue;
		const { sum, weight } = lengths.get(question) ?? { sum: 0, weight: 0 };
		lengths.set(question, { sum: sum + tokens, weight: weight + 1 });
	}
	return meanOverRuns([lengths], "open");
}
