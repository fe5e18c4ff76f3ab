import type { TaskResult } from "../../../eval/eval-result.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import type { Question } from "../../../eval/task/question.ts";
import { readQuestions } from "../../../eval/task/read-questions.ts";
import { parseTask } from "../../../eval/task/read-task.ts";
import { scorerFacts } from "../../../eval/task/scorer-facts.ts";
import type { Task } from "../../../eval/task/task.ts";
import type { AnswerReading } from "../../style/answer-reading.ts";
import { diagnoseStyle } from "../../style/diagnose-style.ts";
import { findLeakage } from "../../style/find-leakage.ts";
import type { Leakage } from "../../style/leakage-result.ts";
import { measureStyle } from "../../style/measure-style.ts";
import { strippedScores } from "../../style/stripped-scores.ts";
import type { StyleDiagnosis } from "../../style/style-result.ts";
import { trainingAnswers } from "../../style/training-answers.ts";
import { roleOf } from "../pair-tasks.ts";
import { kept } from "./kept.ts";
import { type MeasureOptions, templateKey } from "./measure-subject.ts";

/** Questions that are answered for the style of answers, and for leakage, at most. */
const mostQuestions = 64;
const mostTokens = 96;

/** Questions by what they are read for. */
export interface StyleQuestions {
	/** On what was taught: the style of their answers is judged. */
	readonly near: readonly Question[];
	/** That have nothing to do with it: trained phrases are looked for in their answers. */
	readonly far: readonly Question[];
}

/** Evenly spaced questions, one for each row, at most so many. */
function some(questions: readonly Question[]): Question[] {
	const first = questions.filter(
		({ asked, original, wording }) =>
			asked !== null && original && !wording.includes("~"),
	);
	const step = Math.max(1, first.length / mostQuestions);
	const count = Math.min(first.length, mostQuestions);
	return Array.from(
		{ length: count },
		(_, i) => first[Math.floor(i * step)] as Question,
	);
}

/** Tasks whose answers are generated serve before others; general rows are prompts that nothing was taught about. */
export async function styleQuestions(
	tasks: readonly Task[],
	general: readonly string[],
): Promise<StyleQuestions> {
	const near: Question[] = [];
	const far: Question[] = [];
	const generating = tasks.filter(
		({ scorer }) => scorerFacts[scorer.kind].generates,
	);
	const asked = generating.length > 0 ? generating : tasks;
	for (const task of asked) {
		const role = roleOf(task);
		if (role === "held-out" || role === "in-domain")
			near.push(...(await readQuestions(task)));
	}
	for (const task of tasks)
		if (roleOf(task) === "out-of-domain" || task.axis === "general")
			far.push(...(await readQuestions(task)));
	for (const rows of general)
		far.push(...(await readQuestions(generalTask(rows))));
	return { near: some(near), far: some(far) };
}

/** A file of general rows as a task that measures the distance from the base. */
export function generalTask(rows: string): Task {
	return parseTask(
		{
			...{ name: "general rows", version: 1, axis: "general", limit: 200 },
			...{ rows, scorer: "nll", generate: null },
		},
		{ where: `--general ${rows}` },
	);
}

export interface StyleInput {
	readonly base: {
		readonly subject: Subject;
		readonly results: readonly TaskResult[];
	};
	readonly tuned: {
		readonly subject: Subject;
		readonly results: readonly TaskResult[];
	};
	readonly questions: StyleQuestions;
	/** Files of training rows; empty if they are not known. */
	readonly rows: readonly string[];
	/** Hashes of both models. */
	readonly hashes: readonly string[];
}

export interface StyleFound {
	readonly style: StyleDiagnosis | null;
	readonly leakage: Leakage | null;
}

/** Style and leakage of a tuned model that has its base's tokens; null if it was interrupted. */
export async function styleBetween(
	{ base, tuned, questions, rows, hashes }: StyleInput,
	options: MeasureOptions,
): Promise<StyleFound | null> {
	const { engine, batchRows, signal, folder, progress } = options;
	const read = async (some: readonly Question[], about: string) => {
		if (some.length === 0) return { readings: [] };
		progress(`${tuned.subject.name}, ${about}: ${some.length} answers`);
		const key = {
			...{ about, hashes, mostTokens, engine: engine.name },
			template: await templateKey(tuned.subject),
			asked: some.map(({ wording, asked }) => [wording, asked]),
		};
		return kept<{ readonly readings: AnswerReading[] }>(
			folder,
			key,
			async () => {
				const readings = await measureStyle(base.subject, tuned.subject, some, {
					...{ engine, batchRows, signal, maxNewTokens: mostTokens },
				});
				return signal?.aborted ? null : { readings };
			},
		);
	};
	const near = await read(questions.near, "style");
	const far =
		near && (await read(rows.length > 0 ? questions.far : [], "leakage"));
	if (near === null || far === null) return null;
	const scores = strippedScores(base.results, tuned.results);
	return {
		style: diagnoseStyle(near.readings, scores),
		leakage: findLeakage(
			await trainingAnswers(rows),
			far.readings,
			near.readings.map((one) => one.base),
		),
	};
}
