import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { SubjectResult, TaskResult } from "../../../eval/eval-result.ts";
import type { Task } from "../../../eval/task/task.ts";
import {
	readJsonFile,
	writeJsonFile,
} from "../../../formats/json/json-file.ts";
import { hashInputs, type InputHash } from "../../../runs/folder/inputs.ts";
import { requireHeld } from "../../../runs/folder/lease.ts";
import { probeFiles } from "./probe-files.ts";

/** Whose results they are: everything besides the task that decides them. */
export interface ResultOwner {
	readonly subject: SubjectResult;
	/** Version of this package. */
	readonly temper: string;
	/** The chat template, if it is not the model's own. */
	readonly template: unknown;
	/** Who computes. */
	readonly engine: string;
}

interface KeptResult extends ResultOwner {
	readonly task: TaskResult;
}

function pathOf(folder: string, task: Task): string {
	return join(folder, probeFiles.results, `${task.name}.json`);
}

function sums(inputs: readonly InputHash[]): string {
	return inputs.map(({ sha256 }) => sha256).join();
}

function keyOf({ subject, temper, template, engine }: ResultOwner): string {
	return JSON.stringify([sums(subject.inputs), temper, template, engine]);
}

/** The finished result of a task in a folder; null if there is none, or if the model, the rows or the task have changed. */
export async function keptResult(
	folder: string,
	task: Task,
	owner: ResultOwner,
): Promise<TaskResult | null> {
	const path = pathOf(folder, task);
	if (!existsSync(path)) return null;
	const kept = (await readJsonFile(path, "data")) as unknown as KeptResult;
	// All rows of a probe's tasks lie in its folder, wherever that was when they were measured.
	const files = kept.task.inputs.map((one) => join(folder, basename(one.path)));
	const same =
		kept.task.hash === task.hash &&
		keyOf(kept) === keyOf(owner) &&
		sums(kept.task.inputs) === sums(await hashInputs(files));
	return same ? kept.task : null;
}

/** Keeps a finished result for a later call. Throws `disk`. */
export async function keepResult(
	folder: string,
	task: Task,
	owner: ResultOwner,
	result: TaskResult,
): Promise<void> {
	const kept: KeptResult = { ...owner, task: result };
	const path = pathOf(folder, task);
	await writeJsonFile(path, kept, () => requireHeld(path));
}
