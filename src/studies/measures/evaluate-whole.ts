import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import {
	type EvalEvent,
	type EvaluateOptions,
	evaluate,
} from "../../eval/evaluate.ts";
import type { Subject } from "../../eval/model/subject.ts";
import type { Task } from "../../eval/task/task.ts";

/** How far an evaluation is. */
export interface EvaluationProgress {
	readonly task: string;
	/** Items scored of the task, and all of them. */
	readonly done: number;
	readonly items: number;
}

/** Evaluates to the end. Null if the signal aborted it. */
export async function evaluateWhole(
	subject: Subject,
	tasks: readonly Task[],
	options: EvaluateOptions,
	onProgress: (progress: EvaluationProgress) => void = () => {},
): Promise<EvalResult | null> {
	let items = 0;
	let done = 0;
	for await (const event of evaluate(subject, tasks, options)) {
		if (event.kind === "end") return event.result;
		if (event.kind === "begin") {
			items = event.items;
			done = 0;
		}
		if (event.kind === "item") done++;
		onProgress({ task: taskOf(event), done, items });
	}
	if (options.signal?.aborted) return null;
	throw new TemperError("internal", {
		where: "evaluation",
		expected: "a result at its end",
		found: "none",
	});
}

function taskOf(event: Exclude<EvalEvent, { kind: "end" }>): string {
	return event.task.name;
}
