import { resolve } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { EvalReport, EvalResult } from "../../eval/eval-result.ts";
import { baseOf, type Subject, subjectOf } from "../../eval/model/subject.ts";
import type { Task } from "../../eval/task.ts";
import { hashInputs, type InputHash } from "../../runs/inputs.ts";
import { readManifest } from "../../runs/run-manifest.ts";
import { finalRun } from "../../runs/staged-run.ts";
import type { DeviceOptions } from "../../train/stepper.ts";
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

export interface GateOptions {
	/** A finished run. */
	readonly run: string;
	/** Not looked at where a report is given. */
	readonly tasks: readonly Task[];
	/** What an earlier evaluation of the run and its base gave; null: they are evaluated now. */
	readonly report: EvalReport | null;
	readonly rule: GateRule;
	readonly device: DeviceOptions;
	readonly signal?: AbortSignal;
	readonly onProgress?: (side: string, progress: EvaluationProgress) => void;
}

/**
 * Measures a run and its base, or takes their results, and decides. Null where the signal aborted it. Throws `recipe`
 * where there is nothing to gain or nothing that must stay, and `data` for results of another model or of other tasks.
 */
export async function gate(options: GateOptions): Promise<Evidence | null> {
	const { run, rule, report } = options;
	const subject = await subjectOf({ run });
	const manifest = await readManifest(await finalRun(run));
	const tasks = report ? [] : tasksOf(options, manifest.recipe);
	requireAxes(report?.tuned.tasks ?? tasks);
	const before = baseOf(subject);
	if (before === null) throw noBase(run);
	const results = report
		? await resultsIn(report, subject, before)
		: await resultsNow(subject, before, tasks, options);
	if (results === null) return null;
	const { base, tuned } = results;
	const measured = measureRun(base, tuned, rule.alpha);
	const verdict = decide(measured, rule);
	const path = resolve(run);
	const notes = [
		...heldRowNotes(manifest, tuned.tasks),
		...(await askedNotes(manifest, tuned.tasks)),
	];
	return evidenceOf({
		...{ path, manifest, base, tuned, measured, rule, verdict, notes },
	});
}

/** With the general probe of the run's own recipe, where no task is of that axis. */
function tasksOf({ tasks }: GateOptions, recipe: unknown): Task[] {
	const { data } = recipe as { readonly data?: { readonly general?: unknown } };
	const general = data?.general;
	return withGeneral(tasks, typeof general === "string" ? general : undefined);
}

function requireAxes(tasks: readonly Pick<Task, "axis">[]): void {
	const has = (...axes: Task["axis"][]) =>
		tasks.some(({ axis }) => axes.includes(axis));
	const target = has("target");
	if (target && has("retention", "general")) return;
	throw new TemperError("recipe", {
		where: "tasks",
		expected: target
			? "one at least that must stay, with axis: retention or general"
			: "one at least that tuning is for, with axis: target",
		found: tasks.length === 0 ? "none" : "only others",
	});
}

function noBase(run: string): TemperError {
	return new TemperError("data", {
		where: run,
		expected: "the model that the run was tuned from, in its place",
		found: "none there",
		hint: "Bring its folder back: the gate compares with it.",
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
): Promise<Results> {
	if (base === null)
		throw new TemperError("data", {
			where: `results of ${tuned.subject.name}`,
			expected: "those of its base beside them",
			found: "none",
			hint: "Evaluate again, without --no-base.",
		});
	await requireResultsOf(tuned, subject);
	await requireResultsOf(base, before);
	return { base, tuned };
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
	{ device, signal, onProgress }: GateOptions,
): Promise<EvalResult | null> {
	const side = base === null ? "base" : "run";
	return evaluateWhole(
		subject,
		tasks,
		{ device, base, ...(signal && { signal }) },
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
		expected: `those of ${name} as it is now`,
		found: "those of a model with other bytes",
		hint: "Evaluate it again.",
	});
}
