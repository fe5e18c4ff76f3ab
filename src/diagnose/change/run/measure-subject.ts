import { existsSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { MeasuringEngine } from "../../../engine/measured.ts";
import type { SubjectResult, TaskResult } from "../../../eval/eval-result.ts";
import { evaluateTask } from "../../../eval/evaluate-task.ts";
import { ModelResponder } from "../../../eval/model/model-responder.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import type { Responder } from "../../../eval/responder.ts";
import { scorerFiles } from "../../../eval/task/scorer-files.ts";
import type { Task } from "../../../eval/task/task.ts";
import { taskRows } from "../../../eval/task/task-rows.ts";
import { hashInputs } from "../../../runs/folder/inputs.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { defaultFile } from "../../../text/template/named-templates.ts";
import { kept } from "./kept.ts";

export interface MeasureOptions {
	/** Who computes. */
	readonly engine: MeasuringEngine;
	readonly batchRows: number;
	readonly signal: AbortSignal | null;
	/** Where finished evaluations are kept; null: nowhere. */
	readonly folder: string | null;
	/** Hears of every answer. */
	readonly progress: (text: string) => void;
	/** Answers in place of a model, in tests. */
	readonly open?: (subject: Subject) => Promise<Responder>;
}

/** A task to measure, and the base's result in it for scorers that compare with the base. */
export interface Measured {
	readonly task: Task;
	readonly base: TaskResult | null;
	/** Its result, if it was measured elsewhere; it is not measured again. */
	readonly earlier?: TaskResult | null;
}

/**
 * The results of a subject in tasks, in their order; null if it was interrupted. Results that are kept are not measured again,
 * and the model is opened when the first one is missing. Throws as `evaluate` does.
 */
export async function measureSubject(
	subject: Subject,
	described: SubjectResult,
	tasks: readonly Measured[],
	options: MeasureOptions,
): Promise<TaskResult[] | null> {
	const { engine, batchRows, signal, folder, progress, open } = options;
	let responder: Responder | null = null;
	const opened = async () => {
		responder ??= open
			? await open(subject)
			: await ModelResponder.open(subject, {
					...{ engine, batchRows, tokens: 2048, signal },
				});
		return responder;
	};
	const results: TaskResult[] = [];
	try {
		for (const { task, base, earlier = null } of tasks) {
			const measure = async () => {
				const events = evaluateTask(await opened(), task, { base, signal });
				let [done, of] = [0, 0];
				for await (const event of events) {
					// Lets Ctrl+C be heard between answers, which keep the thread.
					await nextTurn();
					if (event.kind === "result") return event.result;
					if (event.kind === "begin") of = event.items;
					else
						progress(
							`${subject.name}, ${task.name}: ${++done} of ${of} answers`,
						);
				}
				return null;
			};
			const key = {
				...(await keyOf(task, subject, described, base)),
				engine: engine.name,
			};
			const result = earlier ?? (await kept(folder, key, measure));
			if (result === null) return null;
			// The role of a task may have changed since: it changes no score.
			const { axis, role } = task;
			results.push({ ...result, axis, role });
		}
		return results;
	} finally {
		await (responder as Responder | null)?.dispose();
	}
}

async function keyOf(
	task: Task,
	subject: Subject,
	{ inputs }: SubjectResult,
	base: TaskResult | null,
): Promise<object> {
	const files = [...taskRows(task), ...scorerFiles(task.scorer)];
	const sums = (some: readonly { readonly sha256: string }[]) =>
		some.map(({ sha256 }) => sha256);
	const { count = 0, seed = 0 } = task.fewShot ?? {};
	const other = subject.against ?? subject.base;
	return {
		temper: describeVersions().temper,
		subject: sums(inputs),
		template: await templateKey(subject),
		task: [task.name, task.hash, task.axis, count, seed],
		rows: sums(await hashInputs(files)),
		...(task.axis === "general" && { base: other }),
		...(task.scorer.kind === "judge" && {
			answers: base?.items.map(({ answer }) => answer) ?? null,
		}),
	};
}

/** What decides how a subject is asked, the same for equal templates in different folders. */
export async function templateKey({
	template = {},
}: Pick<Subject, "template">): Promise<string> {
	const { folder, file, ...given } = template;
	const paths = [
		...(folder === undefined ? [] : [join(folder, defaultFile)]),
		...(file === undefined ? [] : [file]),
	];
	const files = await hashInputs(paths.filter((path) => existsSync(path)));
	return JSON.stringify([given, files.map(({ sha256 }) => sha256)]);
}
