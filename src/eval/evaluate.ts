import { TemperError } from "../core/error.ts";
import { hashInputs } from "../runs/folder/inputs.ts";
import { describeVersions } from "../runs/machine.ts";
import type { EvalResult, SubjectResult, TaskResult } from "./eval-result.ts";
import { evaluateTask, type TaskEvent } from "./evaluate-task.ts";
import {
	type MeasuringEngineOptions,
	measuringEngine,
} from "./model/measuring-engine.ts";
import { ModelResponder } from "./model/model-responder.ts";
import type { Subject } from "./model/subject.ts";
import type { Task } from "./task/task.ts";

export interface EvaluateOptions extends MeasuringEngineOptions {
	/** Answers that are generated side by side. */
	readonly batchRows?: number;
	/** Tokens that are read at once for likelihoods. */
	readonly tokens?: number;
	/** The base's result in the same tasks, for scorers that compare answers with it. */
	readonly base?: EvalResult | null;
	/** If it aborts, the events end without a result. */
	readonly signal?: AbortSignal;
}

export type EvalEvent =
	| TaskEvent
	| { readonly kind: "end"; readonly result: EvalResult };

/**
 * Measures a model in tasks, one after the other, and ends with the whole result. The same arguments give the same
 * result. Throws `recipe`, `data`, `weights` and `device`; a fault of a single row does not end an evaluation.
 */
export async function* evaluate(
	subject: Subject,
	tasks: readonly Task[],
	options: EvaluateOptions = {},
): AsyncGenerator<EvalEvent, void, undefined> {
	requireNames(tasks);
	const began = performance.now();
	const { signal = null, base = null } = options;
	const { batchRows = 16, tokens = 2048 } = options;
	const responder = await ModelResponder.open(subject, {
		...{ ...options, batchRows, tokens, signal },
	});
	const results: TaskResult[] = [];
	try {
		for (const task of tasks) {
			const other = base?.tasks.find(({ name }) => name === task.name) ?? null;
			const events = evaluateTask(responder, task, { base: other, signal });
			for await (const event of events) {
				if (event.kind === "result") results.push(event.result);
				yield event;
			}
			if (signal?.aborted) return;
		}
	} finally {
		await responder.dispose();
	}
	const result: EvalResult = {
		version: 1,
		created: new Date().toISOString(),
		temper: describeVersions().temper,
		subject: await describeSubject(subject),
		engine: measuringEngine(options).name,
		tasks: results,
		seconds: (performance.now() - began) / 1000,
	};
	yield { kind: "end", result };
}

/** What results say about a subject, with the hashes of its folders. */
export async function describeSubject({
	name,
	model,
	adapter,
}: Subject): Promise<SubjectResult> {
	const folders = adapter === null ? [model] : [model, adapter];
	return { name, model, adapter, inputs: await hashInputs(folders) };
}

/** Results are told apart by name. */
function requireNames(tasks: readonly Task[]): void {
	const names = tasks.map(({ name }) => name);
	const twice = names.find((name, i) => names.indexOf(name) < i);
	if (tasks.length > 0 && twice === undefined) return;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: "at least one task, each with a name of its own",
		found: twice === undefined ? "none" : `two named ${twice}`,
	});
}
