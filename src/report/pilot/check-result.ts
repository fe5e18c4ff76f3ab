import type { z } from "zod";
import { TemperError } from "../../core/error.ts";
import {
	type PilotResult,
	pilotResultSchema,
} from "../../studies/pilot/pilot-result.ts";

const hint = "A pilot writes report.json into its folder.";

type Issue = z.core.$ZodIssue;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === "object" && value !== null
				? (value as Record<PropertyKey, unknown>)[key]
				: undefined,
		root,
	);
}

function shown(value: unknown): string {
	if (value === undefined) return "nothing";
	if (typeof value === "number") return String(value);
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function place(file: string, path: readonly PropertyKey[]): string {
	return path.length === 0 ? file : `${file}: ${path.join(".")}`;
}

/** Types as users know them. */
const types: Readonly<Record<string, string>> = {
	object: "an object",
	array: "a list",
	string: "text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
};

function expectation(issue: Issue): string {
	if (issue.code === "invalid_value") {
		const words = issue.values.map(String);
		return words.length === 1 ? words[0]! : `one of ${words.join(", ")}`;
	}
	if (issue.code === "invalid_type")
		return types[issue.expected] ?? issue.expected;
	if (issue.code === "invalid_union") return "a known kind";
	if (issue.code === "too_small")
		return issue.origin === "string" ? "a name" : `${issue.minimum} or more`;
	if (issue.code === "too_big") return `${issue.maximum} or less`;
	return issue.message;
}

function issueError(value: unknown, file: string, issue: Issue): TemperError {
	if (issue.code === "unrecognized_keys")
		return new TemperError("data", {
			where: place(file, issue.path),
			expected: "only the keys of a pilot's result",
			found: issue.keys.join(", "),
			hint,
		});
	return new TemperError("data", {
		where: place(file, issue.path),
		expected: expectation(issue),
		found: shown(valueAt(value, issue.path)),
		hint,
	});
}

function requireUnique(
	names: readonly string[],
	file: string,
	what: string,
): void {
	const twice = names.find((name, at) => names.indexOf(name) !== at);
	if (twice !== undefined)
		throw new TemperError("data", {
			where: `${file}: ${what}`,
			expected: "each name once",
			found: `${shown(twice)} twice`,
		});
}

/** Checks what no schema can: the names of axes and arms that a result refers to have to be its own. */
function requireAgreement(result: PilotResult, file: string): void {
	const axes = result.axes.map(({ name }) => name);
	const arms = result.arms.map(({ name }) => name);
	requireUnique(axes, file, "axes");
	requireUnique(arms, file, "arms");
	if (result.recommended !== null && !arms.includes(result.recommended))
		throw new TemperError("data", {
			where: `${file}: recommended`,
			expected: "the name of an arm",
			found: shown(result.recommended),
		});
	const named = [
		result.base,
		...result.arms.flatMap(({ values, gains, questions, runs }) => [
			values,
			gains,
			questions,
			...runs.map((run) => run.values),
		]),
	].flatMap(Object.keys);
	const checked = result.verdict?.conditions.map(({ axis }) => axis) ?? [];
	const unknown = [...named, ...checked].find((name) => !axes.includes(name));
	if (unknown !== undefined)
		throw new TemperError("data", {
			where: `${file}: axes`,
			expected: "every axis that has values",
			found: `none called ${shown(unknown)}`,
		});
}

/**
 * Conditions of earlier versions have one-sided bounds in place of the interval. The bound that decided is kept as
 * `decisive`, and the interval is taken from the recommended arm.
 */
function upToDate(result: PilotResult): PilotResult {
	const { verdict, arms, axes, recommended } = result;
	if (verdict === null) return result;
	const arm = arms.find(({ name }) => name === recommended);
	const conditions = verdict.conditions.map((one) => {
		const axis = axes.find(({ name }) => name === one.axis);
		if (one.decisive !== null || one.value === null || !axis) return one;
		return {
			...one,
			decisive: axis.better === "higher" ? one.value.low : one.value.high,
			value: arm?.gains[axis.name] ?? one.value,
			questions: arm?.questions[axis.name] ?? null,
		};
	});
	return { ...result, verdict: { ...verdict, conditions } };
}

/** The value as a pilot's result. Throws `data` with the file and the key if it is not one. */
export function checkResult(value: unknown, file: string): PilotResult {
	const parsed = pilotResultSchema.safeParse(value);
	if (!parsed.success) throw issueError(value, file, parsed.error.issues[0]!);
	requireAgreement(parsed.data, file);
	return upToDate(parsed.data);
}
