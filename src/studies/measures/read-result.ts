import { TemperError } from "../../core/error.ts";
import type { EvalReport, EvalResult } from "../../eval/eval-result.ts";
import { readJsonFile } from "../../formats/json/json-file.ts";

function isResult(value: unknown): value is EvalResult {
	const { version, subject, tasks } = (value ?? {}) as Partial<EvalResult>;
	return (
		version === 1 &&
		Array.isArray(subject?.inputs) &&
		Array.isArray(tasks) &&
		tasks.every((task) => Array.isArray(task?.items))
	);
}

function refuse(path: string, expected: string): never {
	throw new TemperError("data", {
		where: path,
		expected: `${expected}, version 1`,
		found: "something else",
	});
}

/** Reads what one evaluation of one subject gave. Throws `data` for a file that is none. */
export async function readResult(path: string): Promise<EvalResult> {
	const value: unknown = await readJsonFile(path, "data");
	return isResult(value) ? value : refuse(path, "the results of an evaluation");
}

/** Reads what `npx temper-lm eval --out` wrote. Throws `data` for a file that is none. */
export async function readReport(path: string): Promise<EvalReport> {
	const value = (await readJsonFile(path, "data")) as Partial<EvalReport>;
	const { version, base, tuned } = value;
	const whole =
		version === 1 && isResult(tuned) && (base === null || isResult(base));
	return whole
		? (value as EvalReport)
		: refuse(path, "what temper-lm eval --out writes");
}
