import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { EvalReport, EvalResult } from "../../eval/eval-result.ts";
import type { MeasuringEngineOptions } from "../../eval/model/measuring-engine.ts";
import { baseOf, type Subject, subjectOf } from "../../eval/model/subject.ts";
import type { Task } from "../../eval/task/task.ts";
import { locateRun } from "../../recipes/locate/locate-run.ts";
import { hashInputs, type InputHash } from "../../runs/folder/inputs.ts";
import {
	type RunManifest,
	readManifest,
} from "../../runs/folder/run-manifest.ts";
import { finalRun } from "../../runs/staged-run.ts";
import {
	type EvaluationProgress,
	evaluateWhole,
} from "../measures/evaluate-whole.ts";
import { withGeneral } from "../measures/general-task.ts";
import { askedNotes } from "./asked-notes.ts";
import { decide, type GateRule } from "./decide.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";
import { heldRowNotes } from "./held-rows.ts";
import { measureRun } from "./measure-run.ts";

export interface GateOptions extends MeasuringEngineOptions {
	/** A finished run. */
	readonly run: string;
	/** Where the model that it was trained from is now, if it is no longer where it was. */
	readonly model?: string | undefined;
	/** With a report: tasks that it must hold. */
	readonly tasks: readonly Task[];
	/** What an earlier evaluation of the run and its base gave; null: they are evaluated now. */
	readonly report: EvalReport | null;
	readonly rule: GateRule;
	readonly signal?: AbortSignal;
	readonly onProgress?: (side: string, progress: EvaluationProgress) => void;
}

/**
 * Measures a run and its base, or takes their results, and decides. The conditions are the same either way: results
 * without a task of the axis `general` are completed by the general probe, which is measured now. Null if the signal
 * aborted it. Throws `recipe` if there is nothing to gain, and `data` for results of another model or of other tasks.
 */
export async function gate(options: GateOptions): Promise<Evidence | null> {
	const { run, rule, report } = options;
	const subject = await subjectOf({ run, model: options.model });
	const manifest = await foundManifest(await finalRun(run));
	const tasks = tasksToMeasure(options, manifest.recipe);
	requireAxes([...(report?.tuned.tasks ?? []), ...tasks]);
	const before = baseOf(subject);
	if (before === null) throw noBase(run);
	const given = report && (await resultsIn(report, subject, before, options));
	const measured =
		tasks.length === 0
			? null
			: await resultsNow(subject, before, tasks, options);
	if (tasks.length > 0 && measured === null) return null;
	const { base, tuned } = joined(given, measured);
	const differences = measureRun(base, tuned, rule.alpha);
	const verdict = decide(differences, rule);
	const path = resolve(run);
	const notes = [
		...(given === null ? [] : tasks.map(measuredNowNote)),
		...heldRowNotes(manifest, tuned.tasks),
		...(await askedNotes(manifest, tuned.tasks)),
	];
	return evidenceOf({
		...{ path, manifest, base, tuned, rule, verdict, notes },
		measured: differences,
	});
}

/** The run's manifest with the paths that its rows have now. Rows that are nowhere keep the path that they had. */
async function foundManifest(run: string): Promise<RunManifest> {
	const manifest = await readManifest(run);
	const located = await locateRun(run, manifest, { lenient: true });
	return { ...manifest, ...located };
}

/** The named tasks unless there are results, and the general probe of the run's own recipe if no task is of that axis. */
function tasksToMeasure({ tasks, report }: GateOptions, recipe: unknown) {
	const { data } = recipe as { readonly data?: { readonly general?: unknown } };
	const general = data?.general;
	const rows = typeof general === "string" ? general : undefined;
	if (report === null) return withGeneral(tasks, rows);
	return report.tuned.tasks.some(({ axis }) => axis === "general")
		? []
		: withGeneral([], rows);
}

function measuredNowNote({ name }: Task): string {
	return `The results hold no task with axis: general, so ${name} was measured now: the conditions are the same with --results and with --tasks.`;
}

/** Results that were given, those that were measured now, or both in one. */
function joined(given: Results | null, measured: Results | null): Results {
	if (given === null || measured === null)
		return (given ?? measured) as Results;
	const extended = (one: EvalResult, more: EvalResult): EvalResult => ({
		...one,
		tasks: [...one.tasks, ...more.tasks],
	});
	return {
		base: extended(given.base, measured.base),
		tuned: extended(given.tuned, measured.tuned),
	};
}

/** Something must be gained; what must stay is always among the tasks, for the general probe is. */
function requireAxes(tasks: readonly Pick<Task, "axis">[]): void {
	if (tasks.some(({ axis }) => axis === "target")) return;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: "at least one task with axis: target",
		found: "none",
		hint: "Name the task that the run was trained for: npx temper-lm gate RUN --tasks TARGET OTHERS",
	});
}

function noBase(run: string): TemperError {
	return new TemperError("data", {
		where: run,
		expected: "the model from which the run was tuned",
		found: "no folder at its path",
		hint: "Restore the folder, or give its path with --model: the gate compares the run with it.",
	});
}

interface Results {
	readonly base: EvalResult;
	readonly tuned: EvalResult;
}

/** Throws `data` unless a report is about these models, byte for byte. */
async function resultsIn(
	{ base, tuned }: EvalReport,
	subject: Subject,
	before: Subject,
	{ tasks }: Pick<GateOptions, "tasks">,
): Promise<Results> {
	if (base === null)
		throw new TemperError("data", {
			where: `results of ${tuned.subject.name}`,
			expected: "results of its base too",
			found: "none",
			hint: "Evaluate again, without --no-base.",
		});
	await requireResultsOf(tuned, subject);
	await requireResultsOf(base, before);
	for (const task of tasks) requireTask(task, tuned);
	return { base, tuned };
}

/** A task that is named must be among the results, as its file has it now. */
function requireTask({ name, hash }: Task, { subject, tasks }: EvalResult) {
	const found = tasks.find((task) => task.name === name);
	if (found?.hash === hash) return;
	throw new TemperError("data", {
		where: `results of ${subject.name}`,
		expected: `those of the task ${name}, as its file has it now`,
		found: found
			? `those of another version of ${name}`
			: tasks.map((task) => task.name).join(", "),
		hint: "Evaluate again with this task, or leave out --tasks.",
	});
}

async function resultsNow(
	subject: Subject,
	before: Subject,
	tasks: readonly Task[],
	options: GateOptions,
): Promise<Results | null> {
	const base = await evaluated(before, tasks, null, options);
	if (base === null) return null;
	const tuned = await evaluated(subject, tasks, base, options);
	return tuned && { base, tuned };
}

async function evaluated(
	subject: Subject,
	tasks: readonly Task[],
	base: EvalResult | null,
	{ device, engine, signal, onProgress }: GateOptions,
): Promise<EvalResult | null> {
	const side = base === null ? "base" : "run";
	return evaluateWhole(
		subject,
		tasks,
		{
			...(device && { device }),
			...(engine && { engine }),
			...(signal && { signal }),
			base,
		},
		(progress) => onProgress?.(side, progress),
	);
}

async function requireResultsOf(
	results: EvalResult,
	{ model, adapter, name }: Subject,
): Promise<void> {
	const now = await hashInputs(adapter === null ? [model] : [model, adapter]);
	const hashes = (inputs: readonly InputHash[]) =>
		inputs.map(({ sha256 }) => sha256).join();
	if (hashes(now) === hashes(results.subject.inputs)) return;
	throw new TemperError("data", {
		where: `results of ${results.subject.name}`,
		expected: `results of ${name} in its current state`,
		found: "results of a model with different bytes",
		hint: "Evaluate it again.",
	});
}
