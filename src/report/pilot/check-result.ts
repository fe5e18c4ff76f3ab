import { TemperError } from "../../core/error.ts";
import {
	type PilotResult,
	pilotResultSchema,
} from "../../studies/pilot/pilot-result.ts";
import { checkAgainst, shown } from "../files/check-against.ts";

const hint = "A pilot writes report.json into its folder.";

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
	const bases = (result.bases ?? []).map(({ name }) => name);
	requireUnique(bases, file, "bases");
	const alien = result.arms.find(
		({ base }) => base !== undefined && !bases.includes(base),
	);
	if (alien !== undefined)
		throw new TemperError("data", {
			where: `${file}: base of the arm ${shown(alien.name)}`,
			expected: "the name of a base model",
			found: shown(alien.base ?? ""),
		});
	const named = [
		result.base,
		...(result.bases ?? []).map(({ values }) => values),
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
	const result = checkAgainst(pilotResultSchema, value, {
		file,
		what: "a pilot's result",
		hint,
	});
	requireAgreement(result, file);
	return upToDate(result);
}
