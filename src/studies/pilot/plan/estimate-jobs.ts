import type { Busy } from "../../jobs/at-work.ts";
import { rungsOfArm } from "./halving.ts";
import type { BaseJob, Job, Measure, RunJob } from "./job.ts";
import { baseIdOf, type PilotPlan } from "./pilot-state.ts";
import type { RunTime, Timing } from "./timing.ts";

/** Seconds that a process takes to start and to read model and rows, if nothing was seen yet. */
const usualStart = 3;

/** Observations of one kind that count: the last ones, since machines slow down and recover. */
const recent = 3;

/** Share of a whole run from which a run at work tells its pace. */
const telling = 0.1;

/** Estimated durations, in seconds; null if nothing is known yet that an estimate could rest on. */
export interface JobEstimates {
	of(job: Job): number | null;
	/** What is left of a job at work. */
	left(busy: Busy<Job>): number | null;
}

interface Observation {
	readonly arm: string;
	/** Seconds of a whole run. */
	readonly whole: number;
}

const mean = (values: readonly number[]): number | null =>
	values.length === 0
		? null
		: values.reduce((sum, x) => sum + x, 0) / values.length;

/**
 * How long jobs take: what was measured of each arm's speed before, corrected by what its runs and all recent runs took.
 * `steps`: of each run; null if each recipe has its own.
 */
export function estimateJobs(
	plan: PilotPlan,
	timing: Timing,
	steps: number | null,
): JobEstimates {
	const wholes = wholeSeconds(plan, timing, steps);
	const start = (arm: string) =>
		mean(lastOf(timing.times, (one) => one.arm === arm, "starting")) ??
		timing.speeds.get(arm)?.start ??
		mean(lastOf(timing.times, () => true, "starting")) ??
		usualStart;
	const measuring = (job: RunJob) => measureSeconds(plan, timing, job);
	return {
		of(job) {
			if (job.kind !== "run")
				return job.kind === "base" ? baseSeconds(timing, job) : null;
			const whole = wholes.get(job.arm) ?? null;
			const measure = measuring(job);
			if (whole === null || measure === null) return null;
			const trained = (job.until - startOf(plan, job)) * whole;
			return start(job.arm) + trained + measure;
		},
		left(busy) {
			const { job } = busy;
			const all = this.of(job);
			if (all === null) return null;
			if (job.kind !== "run" || busy.share === null)
				return Math.max(0, all - busy.seconds);
			const measure = measuring(job) ?? 0;
			if (busy.measuring !== null) return Math.max(0, measure - busy.measuring);
			const share = Math.max(0, job.until - busy.share);
			return share * (wholes.get(job.arm) ?? 0) + measure;
		},
	};
}

/** Share of its run that is trained before a job begins. */
export function startOf(plan: PilotPlan, job: RunJob): number {
	if (job.seed !== plan.seeds[0]) return 0;
	const before = rungsOfArm({ slug: job.arm }, plan).filter(
		({ share }) => share < job.until || job.measure === "test",
	);
	return before.at(-1)?.share ?? 0;
}

function lastOf(
	times: readonly RunTime[],
	which: (time: RunTime) => boolean,
	key: "starting" | "measuring",
): number[] {
	return times
		.filter(which)
		.slice(-recent)
		.map((time) => time[key]);
}

/** What measuring a run of an arm takes; runs of the same base tell more than runs of a model of another size. */
function measureSeconds(
	plan: PilotPlan,
	{ times, bases }: Timing,
	{ arm, measure }: { readonly arm: string; readonly measure: Measure },
): number | null {
	const base = baseIdOf(arm, plan);
	const same = (one: RunTime) => one.measure === measure;
	const own = (one: RunTime) => one.arm === arm && same(one);
	const alike = (one: RunTime) => baseIdOf(one.arm, plan) === base && same(one);
	return (
		mean(lastOf(times, own, "measuring")) ??
		mean(lastOf(times, alike, "measuring")) ??
		bases.get(base)?.[measure] ??
		mean(lastOf(times, same, "measuring")) ??
		longest(bases, measure)
	);
}

/** A base model that was not measured is expected to take as long as the slowest one that was. */
function baseSeconds({ bases }: Timing, { id }: BaseJob): number | null {
	const test = bases.get(id)?.test ?? longest(bases, "test");
	return test === null ? null : usualStart + test;
}

function longest(bases: Timing["bases"], measure: Measure): number | null {
	const all = [...bases.values()].map((one) => one[measure]);
	return all.length === 0 ? null : Math.max(...all);
}

/** Seconds in which each arm trains a whole run. */
function wholeSeconds(
	plan: PilotPlan,
	timing: Timing,
	steps: number | null,
): ReadonlyMap<string, number | null> {
	const seen = observations(timing);
	const stepsOf = (slug: string) => {
		const { share = 1 } = plan.arms.find((arm) => arm.slug === slug) ?? {};
		return steps === null ? null : steps * share;
	};
	const measured = new Map(
		[...timing.speeds].map(([arm, speed]) => [
			arm,
			speed.perStep * (stepsOf(arm) ?? speed.steps) + speed.perRun,
		]),
	);
	const of = (arm: string) =>
		mean(seen.flatMap((one) => (one.arm === arm ? [one.whole] : [])));
	/** How much longer runs take than a few steps told. */
	const bias = mean(
		[...measured].flatMap(([arm, whole]) => {
			const own = of(arm);
			return own === null || whole === 0 ? [] : [own / whole];
		}),
	);
	const all = mean(seen.map(({ whole }) => whole));
	const alike = (arm: string) => {
		const base = baseIdOf(arm, plan);
		const same = seen.filter((one) => baseIdOf(one.arm, plan) === base);
		return mean(same.map(({ whole }) => whole)) ?? all;
	};
	const usual = (arm: string) => {
		const told = measured.get(arm);
		return of(arm) ?? (told === undefined ? alike(arm) : told * (bias ?? 1));
	};
	/** How much slower the machine is now than it was on average. */
	const pace =
		mean(
			seen.slice(-recent).map(({ arm, whole }) => whole / (of(arm) ?? whole)),
		) ?? 1;
	return new Map(
		plan.arms.map(({ slug }) => {
			const whole = usual(slug);
			return [slug, whole === null ? null : whole * pace];
		}),
	);
}

/** What runs took, the last observed at the end; runs at work count once they have something to tell. */
function observations({ times, busy }: Timing): readonly Observation[] {
	const ended = times.flatMap(({ arm, training, share }) =>
		share > 0 && training > 0 ? [{ arm, whole: training / share }] : [],
	);
	const atWork = [...busy.values()].flatMap(({ job, trained }) =>
		job.kind === "run" && trained.share >= telling
			? [{ arm: job.arm, whole: trained.seconds / trained.share }]
			: [],
	);
	return [...ended, ...atWork];
}
