import type { Task } from "./task.ts";

/** The files of rows that a task reads: its questions, and its examples if they are in another file. */
export function taskRows({
	rows,
	fewShot = null,
}: Pick<Task, "rows" | "fewShot">): string[] {
	return fewShot === null || fewShot.rows === rows
		? [rows]
		: [rows, fewShot.rows];
}
