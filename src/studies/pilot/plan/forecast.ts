import type { JobEstimates } from "./estimate-jobs.ts";
import { rungsOfArm } from "./halving.ts";
import { type Job, type RunJob, runJob } from "./job.ts";
import { openWork } from "./open-work.ts";
import type { PilotPlan, PilotState } from "./pilot-state.ts";

/**
 * Jobs in the order in which to begin them: the base, then those behind which most work waits, so that no process is left
 * alone with a long run at the end. With a limit of time later seeds come last, all arms one seed after the other, since a
 * seed that no arm has begun can be left out.
 */
export function inOrder(
	jobs: readonly Job[],
	plan: PilotPlan,
	estimates: JobEstimates,
): Job[] {
	const tier = (job: Job) => {
		if (job.kind !== "run") return 0;
		return plan.seconds === null
			? 1
			: 1 + Math.max(0, plan.seeds.indexOf(job.seed));
	};
	const weights = new Map(
		jobs.map((job) => [job.id, chainSeconds(job, plan, estimates)]),
	);
	const weight = ({ id }: Job) => weights.get(id) ?? 0;
	return jobs.toSorted((a, b) => tier(a) - tier(b) || weight(b) - weight(a));
}

/** Seconds of a job and of all that can only begin when it has ended, one after the other. */
function chainSeconds(
	job: Job,
	plan: PilotPlan,
	estimates: JobEstimates,
): number {
	const own = estimates.of(job) ?? 0;
	if (job.kind !== "run" || job.measure === "test") return own;
	return own + laterSeconds(job, plan, estimates);
}

function laterSeconds(
	{ arm, learningRate, seed, until }: RunJob,
	plan: PilotPlan,
	estimates: JobEstimates,
): number {
	const later = rungsOfArm({ slug: arm }, plan)
		.filter(({ share }) => share > until)
		.map(({ share }) => runJob(arm, learningRate, seed, share, "tuning"));
	return [...later, runJob(arm, learningRate, seed, 1, "test")].reduce(
		(sum, job) => sum + (estimates.of(job) ?? 0),
		0,
	);
}

export interface ForecastOptions {
	readonly estimates: JobEstimates;
	readonly seats: number;
	/** Seconds that are left of each job at work, by id. */
	readonly atWork: ReadonlyMap<string, number>;
}

/** Called for each job as it is begun in the forecast, with the seconds until it begins and ends. */
export type OnJob = (job: Job, begins: number, ends: number) => void;

/**
 * Seconds until a pilot's last job has ended, found by playing all that is left with estimated durations and no arm left
 * behind; null if the estimate of a job is missing.
 */
export function forecast(
	plan: PilotPlan,
	state: PilotState,
	{ estimates, seats, atWork }: ForecastOptions,
	onJob: OnJob = () => {},
): number | null {
	const done = new Map(state.done);
	let { decisions } = state;
	let now = 0;
	const running = new Map(atWork);
	for (;;) {
		const work = openWork(plan, { ...state, done, decisions });
		if (work.due.length > 0) {
			decisions = [...decisions, ...work.due];
			continue;
		}
		for (const job of inOrder(work.jobs, plan, estimates)) {
			if (running.size >= seats) break;
			if (running.has(job.id)) continue;
			const seconds = estimates.of(job);
			if (seconds === null) return null;
			onJob(job, now, now + seconds);
			running.set(job.id, now + seconds);
		}
		const [next] = [...running].toSorted(([, a], [, b]) => a - b);
		if (next === undefined) return now;
		const [id, ends] = next;
		now = Math.max(now, ends);
		running.delete(id);
		done.set(id, { score: 0, nll: null, moved: null });
	}
}
