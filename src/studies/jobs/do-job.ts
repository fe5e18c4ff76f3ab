import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TemperError } from "../../core/error.ts";
import { writeError } from "../../core/file-error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { type Subject, subjectOf } from "../../eval/model/subject.ts";
import { writeJsonFile } from "../../formats/json/json-file.ts";
import { holdsTemplates } from "../../text/template/kept-templates.ts";
import type { EngineSource } from "../../train/prepare/engine-of.ts";
import { writeCheckpointOutcome } from "../../train/watch/checkpoint-outcome.ts";
import { evaluateWhole } from "../measures/evaluate-whole.ts";
import { readResult } from "../measures/read-result.ts";
import type {
	JobProgress,
	JobRequest,
	MeasureOptions,
	RunSpeed,
	TrainedRun,
	TrainTime,
	TrainWork,
	Work,
} from "./job-request.ts";
import { jobEngine } from "./measured-by.ts";
import { timeRun } from "./time-run.ts";
import { trainStagesUntil } from "./train-stages-until.ts";
import { trainUntil } from "./train-until.ts";
import type { Trained } from "./trained.ts";

export interface JobOptions {
	readonly signal: AbortSignal;
	readonly onProgress: (progress: JobProgress) => void;
	/** Called before the result is put in its place; throws if it must not be. */
	readonly mayWrite?: () => Promise<void>;
	/** Opens the engines of jobs; each has its own if left out. */
	readonly engines?: EngineSource;
}

export type JobOutcome =
	| { readonly outcome: "done"; readonly time: TrainTime | null }
	| { readonly outcome: "stopped" };

/**
 * Does one job of a study, in this process; its result is in its file when this returns `done`. Throws what training and
 * evaluation throw.
 */
export async function doJob(
	request: JobRequest,
	options: JobOptions,
): Promise<JobOutcome> {
	const made = await resultOf(request, options);
	if (made === null) return { outcome: "stopped" };
	try {
		await mkdir(dirname(request.out), { recursive: true });
	} catch (error) {
		throw writeError(error, request.out);
	}
	await writeJsonFile(request.out, made.result, options.mayWrite);
	return { outcome: "done", time: made.time };
}

interface Made {
	readonly result: EvalResult | RunSpeed | TrainedRun;
	readonly time: TrainTime | null;
}

function timeless(result: Made["result"] | null): Made | null {
	return result && { result, time: null };
}

/** Null if the signal aborted the job. */
async function resultOf(work: Work, options: JobOptions): Promise<Made | null> {
	switch (work.kind) {
		case "measure":
			return timeless(await measure(work.subject, work, options));
		case "time":
			return timeless(await timeRun(work));
		case "train":
			return trainAndMeasure(work, options);
		default:
			return work satisfies never;
	}
}

async function trainAndMeasure(
	work: TrainWork,
	options: JobOptions,
): Promise<Made | null> {
	const { run, until } = work;
	const trained = await trainRun(work, options);
	if (trained.state === "stopped") return null;
	const began = performance.now();
	const result =
		work.measure === null
			? ({ version: 1, run, until } as const)
			: await measureTrained(trained, work.measure, work, options);
	const measuring = (performance.now() - began) / 1000;
	return result && { result, time: { ...trained.time, measuring } };
}

async function trainRun(
	{ run, stages, inputs, until }: TrainWork,
	options: JobOptions,
): Promise<Trained> {
	const [first, ...others] = stages;
	if (first === undefined)
		throw new TemperError("internal", {
			where: run,
			expected: "at least one recipe",
			found: "none",
		});
	return others.length === 0
		? trainUntil({ ...first, out: run }, { inputs, until, ...options })
		: trainStagesUntil(run, stages, { until, ...options });
}

async function measureTrained(
	trained: Trained,
	options: MeasureOptions,
	{ run }: Pick<TrainWork, "run">,
	job: JobOptions,
): Promise<EvalResult | null> {
	if (trained.state === "finished")
		return measure(await subjectOf({ run }), options, job);
	const folder = await mkdtemp(join(tmpdir(), "temper-study-"));
	try {
		return await measure(await paused(trained, run, folder), options, job);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The model of a run that was stopped half-way, as its newest checkpoint has it. */
async function paused(
	{ recipe }: Pick<Trained, "recipe">,
	name: string,
	folder: string,
): Promise<Subject> {
	const { model, base, out } = recipe;
	const kind = await writeCheckpointOutcome(out, recipe, folder);
	const made = join(folder, kind);
	switch (kind) {
		case "adapter":
			return {
				...{ name, model, adapter: made, base },
				template: holdsTemplates(made) ? { folder: made } : {},
			};
		case "model":
			return {
				...{ name, model: made, adapter: null, base },
				template: { folder: made },
			};
		case "reward-model":
			throw new TemperError("recipe", {
				where: `${name}: objective`,
				expected: "an objective that trains a policy",
				found: recipe.objective.kind,
			});
		default:
			return kind satisfies never;
	}
}

async function measure(
	subject: Subject,
	{ tasks, base: path, from, ...measuring }: MeasureOptions,
	{ signal, onProgress, engines }: JobOptions,
): Promise<EvalResult | null> {
	const base = path === null ? null : await readResult(path);
	return evaluateWhole(
		from === undefined ? subject : { ...subject, base: from },
		tasks,
		{ engine: jobEngine(measuring, engines), base, signal },
		({ task, done, items }) =>
			onProgress({
				phase: "measuring",
				share: items === 0 ? 0 : done / items,
				place: task,
				nll: null,
			}),
	);
}
