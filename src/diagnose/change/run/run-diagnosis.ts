import { TemperError, withHint } from "../../../core/error.ts";
import type { SubjectResult, TaskResult } from "../../../eval/eval-result.ts";
import { describeSubject } from "../../../eval/evaluate.ts";
import { deviationObstacle } from "../../../eval/model/comparable.ts";
import type { Subject } from "../../../eval/model/subject.ts";
import { scorerFacts } from "../../../eval/task/scorer-facts.ts";
import type { Task } from "../../../eval/task/task.ts";
import { describeVersions } from "../../../runs/machine.ts";
import { diagnose } from "../diagnose.ts";
import type { Diagnosis, TunedDiagnosis } from "../diagnosis.ts";
import { roleOf } from "../pair-tasks.ts";
import { partialCorrelationOf } from "../partial-correlation.ts";
import { rarityRule } from "../slices/rarity.ts";
import { columnsOf, countRows } from "./columns-of.ts";
import type { DiagnosisPlan, TunedPlan } from "./diagnosis-plan.ts";
import {
	type MeasureOptions,
	measureSubject,
	templateKey,
} from "./measure-subject.ts";
import { probeResults } from "./probe-results.ts";
import { generalTask, styleBetween, styleQuestions } from "./style-between.ts";

export type RunDiagnosisOptions = Omit<MeasureOptions, "folder">;

/** The base as it was measured. */
interface MeasuredBase {
	readonly asked: readonly TaskResult[];
	readonly fewShot: readonly TaskResult[];
}

/**
 * Measures a base and models that were tuned from it, and says what tuning changed; null if it was interrupted. With a folder
 * in the plan, finished evaluations are kept there and used again. Throws `recipe` if a tuned model is the base itself, `data`
 * if a task has no question that both can answer, and what evaluations throw.
 */
export async function runDiagnosis(
	plan: DiagnosisPlan,
	given: RunDiagnosisOptions,
): Promise<Diagnosis | null> {
	const began = performance.now();
	const options = { ...given, folder: plan.folder };
	const base = await describeSubject(plan.base);
	const tasks = withGeneral(plan);
	const notes = [...plan.notes, ...roleNotes(tasks)];
	const bases = new Map<string, MeasuredBase>();
	const tuned: TunedDiagnosis[] = [];
	for (const one of plan.tuned) {
		const subject = await describeSubject(one.subject);
		requireOther(base, subject);
		const key = await templateKey(one.subject);
		const asBase = askedAs(plan.base, one.subject);
		const measured =
			bases.get(key) ?? (await measureBase(asBase, base, plan, tasks, options));
		if (measured === null) return null;
		bases.set(key, measured);
		const found = await diagnoseOne(
			{
				...{ plan, tasks, base: asBase, described: base, measured },
				...{ one, subject, notes },
			},
			options,
		);
		if (found === null) return null;
		tuned.push(found);
	}
	return {
		...{ version: 1, created: new Date().toISOString() },
		temper: describeVersions().temper,
		...{ base, tuned, notes: [...new Set(notes)] },
		partialCorrelation: partialCorrelationOf(tuned),
		seconds: (performance.now() - began) / 1000,
	};
}

interface OneTuned {
	readonly plan: DiagnosisPlan;
	readonly tasks: readonly Task[];
	readonly base: Subject;
	readonly described: SubjectResult;
	readonly measured: MeasuredBase;
	readonly one: TunedPlan;
	readonly subject: SubjectResult;
	/** Takes what was left out. */
	readonly notes: string[];
}

async function diagnoseOne(
	{ plan, tasks, base, described, measured, one, subject, notes }: OneTuned,
	options: MeasureOptions,
): Promise<TunedDiagnosis | null> {
	const { base: _, ...own } = one.subject;
	const against = { model: base.model, adapter: base.adapter };
	const obstacle = await deviationObstacle(one.subject, against);
	const alike = obstacle === null;
	if (!alike)
		notes.push(`${subject.name}: ${obstacle} Style and leakage are left out.`);
	const tuned: Subject = { ...own, base: null, ...(alike && { against }) };
	const results = await measureSubject(
		tuned,
		subject,
		tasks.map((task) => ({ task, base: resultIn(measured.asked, task) })),
		options,
	);
	if (results === null) return null;
	if (one.rows.length === 0)
		notes.push(
			`${subject.name}: its training rows are not known, so leakage is left out. Name them with --data.`,
		);
	const found = alike
		? await styleBetween(
				{
					base: { subject: base, results: measured.asked },
					tuned: { subject: tuned, results },
					questions: await styleQuestions(tasks, plan.general),
					rows: one.rows,
					hashes: [...described.inputs, ...subject.inputs].map(
						({ sha256 }) => sha256,
					),
				},
				options,
			)
		: { style: null, leakage: null };
	if (found === null) return null;
	const sources = [
		await countRows("frequency in training rows", one.rows),
		await countRows("frequency in general rows", plan.general),
	].filter((source) => source !== null);
	if (sources.length > 0) notes.push(`Frequency: ${rarityRule}`);
	const asked = tasks.filter((task) => roleOf(task) !== null);
	return diagnose({
		...{ subject, base: measured, tuned: results, probe: plan.probe },
		...found,
		columns: await columnsOf(asked, plan.by, sources),
	});
}

async function measureBase(
	subject: Subject,
	described: SubjectResult,
	{ shots, probeTasks }: DiagnosisPlan,
	tasks: readonly Task[],
	options: MeasureOptions,
): Promise<MeasuredBase | null> {
	const probed = await probeResults(probeTasks, subject, described, {
		...{ shots, engine: options.engine.name },
	});
	const alone = (some: readonly Task[], found: TaskResult | null) =>
		some.map((task) => ({
			...{ task, base: null },
			earlier: task.name === probeTasks?.name ? found : null,
		}));
	const asked = await measureSubject(
		subject,
		described,
		alone(tasks, probed.asked),
		options,
	);
	if (asked === null) return null;
	const shown =
		shots === 0 ? [] : tasks.flatMap((task) => withShots(task, shots));
	const fewShot = await measureSubject(
		subject,
		described,
		alone(shown, probed.fewShot),
		options,
	).catch((error: unknown) => {
		throw withHint(error, fewer);
	});
	return fewShot === null ? null : { asked, fewShot };
}

const fewer =
	"If prompts with examples are too long for the model, show fewer: --shots 2, or --shots 0.";

/** The task with examples from its own rows before each question; none for what has no answers, and for a task that has examples itself. */
function withShots(task: Task, count: number): Task[] {
	const { countable, needsBase } = scorerFacts[task.scorer.kind];
	if (!countable || needsBase || roleOf(task) === null) return [];
	if (task.fewShot) return [];
	return [{ ...task, fewShot: { rows: task.rows, count, seed: 0 } }];
}

function resultIn(
	results: readonly TaskResult[],
	{ name }: Task,
): TaskResult | null {
	return results.find((one) => one.name === name) ?? null;
}

/** General rows are a task, unless there is one already. */
function withGeneral({ tasks, general }: DiagnosisPlan): readonly Task[] {
	const [rows] = general;
	const has = tasks.some(({ axis }) => axis === "general");
	return has || rows === undefined ? tasks : [...tasks, generalTask(rows)];
}

/** A base without a chat template of its own is asked with the tuned model's, as an evaluation does. */
function askedAs(base: Subject, { template }: Subject): Subject {
	return base.template === undefined || Object.keys(base.template).length === 0
		? { ...base, ...(template !== undefined && { template }) }
		: base;
}

function roleNotes(tasks: readonly Task[]): string[] {
	return tasks.flatMap((task) => {
		const role = roleOf(task);
		return task.role !== null || role === null
			? []
			: `Task ${task.name} names no role, so it counts as ${role}, because its axis is ${task.axis}.`;
	});
}

function requireOther(base: SubjectResult, tuned: SubjectResult): void {
	const sums = ({ inputs }: SubjectResult) =>
		inputs.map(({ sha256 }) => sha256).join();
	if (sums(base) !== sums(tuned)) return;
	throw new TemperError("recipe", {
		where: tuned.name,
		expected: "a model that was tuned from the base",
		found: `the same files as the base ${base.name}`,
	});
}
