import { join } from "node:path";
import { withHint } from "../../../core/error.ts";
import type { TaskResult } from "../../../eval/eval-result.ts";
import { evaluateTask } from "../../../eval/evaluate-task.ts";
import type { Responder } from "../../../eval/responder.ts";
import { readTask } from "../../../eval/task/read-task.ts";
import { keepResult, keptResult, type ResultOwner } from "./kept-results.ts";

export interface Measuring {
	readonly folder: string;
	readonly responder: Responder;
	readonly owner: ResultOwner;
	/** Examples in the prompt. */
	readonly shots: number;
	readonly signal: AbortSignal | null;
}

export type MeasureEvent =
	/** A task that was finished earlier: its result is used again. */
	| { readonly kind: "kept"; readonly task: string }
	| { readonly kind: "begin"; readonly task: string; readonly items: number }
	| { readonly kind: "item"; readonly task: string };

/**
 * Measures a task file of a probe, or takes its kept result. Null if the signal aborts. Throws `data` if the responder can
 * read none of the questions.
 */
export async function* measureTask(
	file: string,
	{ folder, responder, owner, shots, signal }: Measuring,
): AsyncGenerator<MeasureEvent, TaskResult | null, undefined> {
	const task = readTask(join(folder, file));
	const kept = await keptResult(folder, task, owner);
	if (kept !== null) {
		yield { kind: "kept", task: task.name };
		return kept;
	}
	try {
		const events = evaluateTask(responder, task, { base: null, signal });
		for await (const event of events) {
			if (event.kind === "result") {
				await keepResult(folder, task, owner, event.result);
				return event.result;
			}
			yield event.kind === "begin"
				? { kind: "begin", task: task.name, items: event.items }
				: { kind: "item", task: task.name };
		}
		return null;
	} catch (error) {
		throw shots > 0 ? withHint(error, fewer) : error;
	}
}

const fewer =
	"If the prompts are too long for the model, show fewer examples: --shots 2, or --shots 0.";
