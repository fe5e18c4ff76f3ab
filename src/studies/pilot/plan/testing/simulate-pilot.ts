import type { Busy } from "../../../jobs/at-work.ts";
import type { RunSpeed } from "../../../jobs/job-request.ts";
import { advance } from "../advance.ts";
import { startOf } from "../estimate-jobs.ts";
import type { Job, Measure } from "../job.ts";
import type { Decision, PilotPlan } from "../pilot-state.ts";
import type { MeasureSeconds, RunTime } from "../timing.ts";
import type { Tried } from "../tried.ts";

/** A machine on which work takes known times, in seconds. */
export interface Machine {
	readonly seats: number;
	/** What runs of each arm take, by slug. */
	readonly speeds: Readonly<Record<string, RunSpeed>>;
	readonly measures: MeasureSeconds;
	/** How many times longer everything takes at a time than speeds say. */
	readonly drift: (now: number) => number;
}

export interface Played {
	/** When the last job ended. */
	readonly seconds: number;
	readonly decisions: readonly Decision[];
	readonly begun: readonly { readonly id: string; readonly at: number }[];
	/** When each seat's work ended. */
	readonly idleFrom: readonly number[];
	/** Forecasts of the end and of the delay, in order. */
	readonly forecasts: readonly {
		readonly at: number;
		readonly end: number;
		readonly late: number;
	}[];
}

interface Running {
	readonly job: Job;
	readonly began: number;
	/** Seconds of work that are left of each part, at the speed of the machine's figures. */
	readonly parts: { start: number; training: number; measuring: number };
	readonly whole: { readonly training: number; readonly share: number };
	readonly took: { start: number; training: number; measuring: number };
}

/** Seconds between two looks at the machine. */
const tick = 0.25;

/** Plays a pilot to its end on a machine, as a session would: jobs begin as `advance` says, whenever a seat is free. */
export function simulatePilot(plan: PilotPlan, machine: Machine): Played {
	const done = new Map<string, Omit<Tried, "learningRate"> | null>();
	const speeds = new Map<string, RunSpeed>();
	const times: RunTime[] = [];
	const running = new Map<string, Running>();
	const begun: { id: string; at: number }[] = [];
	const forecasts: { at: number; end: number; late: number }[] = [];
	const ends: number[] = [];
	let decisions: readonly Decision[] = [];
	const bases = new Map<string, MeasureSeconds>();
	let now = 0;
	const next = () => {
		const busy = new Map(
			[...running].map(([id, one]) => [id, busyOf(plan, one, now)] as const),
		);
		const timing = { seats: machine.seats, elapsed: now, busy };
		return advance(plan, {
			...{ done, failed: new Set(), decisions },
			timing: { ...timing, speeds, bases, times },
		});
	};
	for (let turn = 0; turn < 1e6; turn++) {
		const { jobs, due, forecast } = next();
		if (due.length > 0) {
			decisions = [...decisions, ...due];
			continue;
		}
		const job =
			running.size < machine.seats
				? jobs.find(({ id }) => !running.has(id))
				: undefined;
		if (job) {
			begun.push({ id: job.id, at: now });
			running.set(job.id, begin(plan, machine, job, decisions, now));
			continue;
		}
		if (forecast)
			forecasts.push({
				at: now,
				end: now + forecast.left,
				late: forecast.late,
			});
		if (running.size === 0)
			return { seconds: now, decisions, begun, idleFrom: ends, forecasts };
		while ([...running.values()].every((one) => remaining(one) > 0)) {
			const pace = tick / machine.drift(now);
			for (const one of running.values()) work(one, pace);
			now += tick;
		}
		for (const [id, one] of running) {
			if (remaining(one) > 0) continue;
			running.delete(id);
			ends.push(now);
			done.set(id, resultOf(one.job));
			if (one.job.kind === "speed")
				speeds.set(one.job.arm, machine.speeds[one.job.arm] as RunSpeed);
			if (one.job.kind === "base") bases.set(id, machine.measures);
			if (one.job.kind === "run") times.push(timeOf(one, one.job));
		}
	}
	throw new Error("the pilot does not end");
}

const resultOf = ({ kind }: Job) =>
	kind === "run" ? { score: 0.5, nll: 1, moved: 0.1 } : null;

const remaining = ({ parts }: Running) =>
	parts.start + parts.training + parts.measuring;

function begin(
	plan: PilotPlan,
	{ speeds, measures }: Machine,
	job: Job,
	decisions: readonly Decision[],
	began: number,
): Running {
	const took = { start: 0, training: 0, measuring: 0 };
	const nothing = { training: 0, share: 0 };
	if (job.kind !== "run") {
		const seconds = job.kind === "base" ? measures.test : 4;
		const parts = { start: 2, training: 0, measuring: seconds };
		return { job, began, parts, whole: nothing, took };
	}
	const settled = decisions.find((one) => one.kind === "steps");
	const { start, perStep, perRun, steps } = speeds[job.arm] as RunSpeed;
	const share = job.until - startOf(plan, job);
	const training = share * (perStep * (settled?.steps ?? steps) + perRun);
	const measuring = measures[job.measure as Measure];
	const parts = { start, training, measuring };
	return { job, began, parts, whole: { training, share }, took };
}

/** Spends so many seconds of work on the first part that is not done. */
function work({ parts, took }: Running, seconds: number): void {
	const name =
		parts.start > 0 ? "start" : parts.training > 0 ? "training" : "measuring";
	parts[name] = Math.max(0, parts[name] - seconds);
	took[name] += tick;
}

function timeOf(
	{ whole, took }: Running,
	{ arm, measure }: Extract<Job, { kind: "run" }>,
): RunTime {
	const { start, training, measuring } = took;
	return {
		arm,
		measure,
		starting: start,
		training,
		measuring,
		share: whole.share,
	};
}

function busyOf(plan: PilotPlan, one: Running, now: number): Busy<Job> {
	const { job, began, parts, whole, took } = one;
	const trained =
		whole.training === 0
			? 0
			: whole.share * (1 - parts.training / whole.training);
	const begunAt = job.kind === "run" ? startOf(plan, job) : 0;
	return {
		job,
		seconds: now - began,
		share: parts.start > 0 ? null : begunAt + trained,
		trained: { seconds: took.training, share: trained },
		measuring: parts.training > 0 || parts.start > 0 ? null : took.measuring,
	};
}
