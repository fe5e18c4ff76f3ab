import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemperError } from "../../core/error.ts";
import type { EvalResult } from "../../eval/eval-result.ts";
import { readQuestions } from "../../eval/task/read-questions.ts";
import type { Task } from "../../eval/task/task.ts";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import type { Crew } from "../jobs/crew.ts";
import { EventQueue } from "../jobs/event-queue.ts";
import type { Work } from "../jobs/job-request.ts";
import { JobRunner, type RunnerMessage } from "../jobs/job-runner.ts";
import { crewOf } from "../jobs/launch/open-crew.ts";
import { processCrew } from "../jobs/local/process-crew.ts";
import { sharesDevice } from "../jobs/seats.ts";
import { tasksFor } from "../measures/study-tasks.ts";
import type { RunStudyOptions } from "../run-study.ts";
import { readMeasure } from "../study-folder.ts";
import { withEarlierBases } from "./arms/earlier-bases.ts";
import { type ForeseenPilot, foreseePilot } from "./foresee-pilot.ts";
import type { PilotNote } from "./pilot-note.ts";
import { PilotPaths } from "./pilot-paths.ts";
import { recipesOf } from "./pilot-study.ts";
import { type Job, speedJob } from "./plan/job.ts";
import { baseJobs } from "./plan/pilot-state.ts";
import type { MeasureSeconds } from "./plan/timing.ts";
import { type PreparedPilot, preparePilot } from "./prepare-pilot.ts";
import { readProgress } from "./read-progress.ts";
import { readSpeeds } from "./read-speeds.ts";
import { workFor } from "./requests.ts";

/** If the signal aborts, what is at work ends and `dryRunPilot` returns null. */
export interface DryRunPilotOptions extends RunStudyOptions {
	/** Called with each job that is timed, as it begins. */
	readonly onJob?: (job: Job) => void;
}

/** What a pilot will take, as a dry run found it. */
export interface PilotDryRun extends ForeseenPilot {
	readonly notes: readonly PilotNote[];
	/** Jobs that are done already. */
	readonly done: number;
	/** What will start the jobs, for example `Slurm`; null if they will be processes of this machine. */
	readonly launcher: string | null;
}

/** Rows of each task that the base is timed on, after a few others for which everything is compiled. */
const [timedRows, firstRows] = [16, 2];

/** Steps of a run whose length is still to be chosen, while its speed is measured. */
const anySteps = 100;

/**
 * Takes a few steps of every arm and measures the base on a few questions, and says what the pilot will take. Trains
 * nothing, and leaves no file. Null if the signal aborts. Throws what `pilot` throws before anything begins, and `data`
 * if an arm or the base cannot be timed.
 */
export async function dryRunPilot(
	written: PilotRecipe,
	options: DryRunPilotOptions = {},
): Promise<PilotDryRun | null> {
	const began = performance.now();
	const recipe = await withEarlierBases(written);
	const out = await mkdtemp(join(tmpdir(), "temper-dry-pilot-"));
	let prepared: PreparedPilot | null = null;
	try {
		prepared = await preparePilot({ ...recipe, out });
		const { spec, plan, notes } = prepared;
		const paths = new PilotPaths(recipe.out);
		const { state, times, count } = await readProgress(paths, spec, plan);
		const crew = options.crew ?? processCrew;
		const isLocal = recipe.launcher.kind === "local";
		const later = isLocal ? crew : crewOf(recipe.launcher);
		const load = {
			...{ modelBytes: prepared.modelBytes, peakBytes: null },
			sharedDevice: sharesDevice(recipesOf(recipe)),
		};
		const parallel = options.parallel ?? null;
		const seats = later.seats({ ...load, parallel });
		// Times are taken on this machine, which may have room for fewer than a cluster.
		const here = isLocal ? seats : crew.seats({ ...load, parallel: null });
		const jobOptions = { ...options, crew, seats: here };
		if (!(await timeJobs(recipe, prepared, jobOptions))) return null;
		const own = prepared.paths;
		const timing = {
			...{ seats, times, busy: new Map() },
			elapsed: (performance.now() - began) / 1000,
			speeds: await readSpeeds(own, plan),
			bases: await basesSeconds(own, prepared),
		};
		return {
			...foreseePilot(plan, state, timing, recipe.keep),
			...{ notes, done: count },
			launcher: later.launcher ?? null,
		};
	} finally {
		await prepared?.folder.close();
		await rm(out, { recursive: true, force: true });
	}
}

/** Times every arm and the base, as many in parallel as this machine has room for. False if the signal aborted. */
async function timeJobs(
	{ budget, keep }: PilotRecipe,
	{ paths, arms, bases, tasks, inputs, plan }: PreparedPilot,
	{
		seats,
		signal,
		crew,
		onJob = () => {},
	}: DryRunPilotOptions & { readonly seats: number; readonly crew: Crew },
): Promise<boolean> {
	const queue = new EventQueue<RunnerMessage<Job> | "stop">();
	const runner = new JobRunner<Job>(crew, queue);
	const stop = () => queue.push("stop");
	signal?.addEventListener("abort", stop);
	const steps =
		budget === null ? null : "steps" in budget ? budget.steps : anySteps;
	const parts = { arms, bases, inputs, keep, paths, tasks, steps };
	const waiting: Job[] = [
		...baseJobs(plan),
		...plan.arms.map(({ slug }) => speedJob(slug)),
	];
	try {
		while (waiting.length > 0 || runner.size > 0) {
			if (signal?.aborted) return false;
			const job = runner.size < seats ? waiting.shift() : undefined;
			if (job) {
				onJob(job);
				const out = paths.measure(job.id);
				runner.start(job, { ...shortened(workFor(job, parts)), out });
				continue;
			}
			const heard = await queue.next();
			if (heard === "stop") continue;
			const { message } = heard;
			if (message.kind === "progress") continue;
			runner.release(heard.job);
			if (message.kind === "failed") throw failure(heard.job, message.reason);
		}
		return true;
	} finally {
		signal?.removeEventListener("abort", stop);
		runner.kill();
	}
}

/** Work whose tasks ask a few rows each, once to compile what they need and once to be timed. */
function shortened(work: Work): Work {
	if (work.kind !== "measure") return work;
	const tasks = work.tasks.flatMap((task) => [
		{ ...limited(task, firstRows), name: firstName(task) },
		limited(task, timedRows),
	]);
	return { ...work, tasks };
}

function limited(task: Task, rows: number): Task {
	return { ...task, limit: Math.min(task.limit ?? rows, rows) };
}

function firstName({ name }: Task): string {
	return `${name} (first rows)`;
}

async function basesSeconds(
	paths: PilotPaths,
	prepared: PreparedPilot,
): Promise<ReadonlyMap<string, MeasureSeconds>> {
	const found = new Map<string, MeasureSeconds>();
	for (const { id } of baseJobs(prepared.plan)) {
		const base = await readMeasure(paths, id);
		if (base !== null) found.set(id, await secondsOfBase(base, prepared));
	}
	return found;
}

/** Seconds of measuring a model, from what a base took of a few questions and how many there are. */
async function secondsOfBase(
	base: EvalResult,
	{ tasks }: Pick<PreparedPilot, "tasks">,
): Promise<MeasureSeconds> {
	const secondsIn = (name: string) =>
		base.tasks.find((task) => task.name === name)?.seconds ?? 0;
	const secondsOf = async (task: Task, name: string) => {
		const timed = (await readQuestions(limited(task, timedRows))).length;
		const all = (await readQuestions(task)).length;
		const each = secondsIn(name) / Math.max(1, timed);
		return secondsIn(firstName({ ...task, name })) + each * all;
	};
	let test = 0;
	for (const task of tasksFor("test", tasks))
		test += await secondsOf(task, task.name);
	const { tuning } = tasks;
	return { test, tuning: await secondsOf(tuning, tuning.name) };
}

function failure({ id }: Job, reason: string): TemperError {
	return new TemperError("data", {
		where: id,
		expected: "a base and arms that can run a few steps",
		found: reason.replace(/\.$/, ""),
	});
}
