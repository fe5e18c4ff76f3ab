import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { readJsonFile } from "../../formats/json-file.ts";

/** Reads what an evaluation wrote. Throws `data` for a file that is none. */
export async function readResult(path: string): Promise<EvalResult> {
	const value: Partial<EvalResult> = await readJsonFile(path, "data");
	const { version, subject, tasks } = value;
	const whole =
		version === 1 &&
		typeof subject === "object" &&
		Array.isArray(subject?.inputs) &&
		Array.isArray(tasks) &&
		tasks.every((task) => Array.isArray(task?.items));
	if (whole) return value as EvalResult;
	throw new TemperError("data", {
		where: path,
		expected: "the results of an evaluation, version 1",
		found: "something else",
		hint: "temper eval writes them.",
	});
}
