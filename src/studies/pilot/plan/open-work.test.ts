import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import type { Job } from "./job.ts";
import { openWork } from "./open-work.ts";
import type { Decision, PilotPlan, PilotState } from "./pilot-state.ts";

const plan: PilotPlan = {
	arms: [
		{ slug: "sft", rates: [1, 2, 3], family: null },
		{ slug: "dft", rates: [1], family: null },
	],
	seeds: [7, 8],
	halving: { arms: false },
	seconds: null,
	needsBase: false,
};

const nothing: PilotState = {
	done: new Map(),
	failed: new Set(),
	decisions: [],
};
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test("at first: the base, the rates of each arm on one seed, and the seeds of an arm that has one rate", () => {
	const { jobs, due } = openWork(plan, nothing);
	expect(ids(jobs)).toEqual([
		"base",
		"sft/lr-1/seed-7/tuning-0.25",
		"dft/lr-1/seed-7/test",
		"sft/lr-2/seed-7/tuning-0.25",
		"dft/lr-1/seed-8/test",
		"sft/lr-3/seed-7/tuning-0.25",
	]);
	expect(due).toEqual([]);
});

const score = (value: number) => ({ score: value, nll: null, moved: null });

test("a rung is settled when all its runs have ended, also by failing; those kept go on from there", () => {
	const done = new Map([
		["sft/lr-1/seed-7/tuning-0.25", score(0.1)],
		["sft/lr-2/seed-7/tuning-0.25", score(0.4)],
	]);
	expect(openWork(plan, { ...nothing, done }).due).toEqual([]);
	const failed = new Set(["sft/lr-3/seed-7/tuning-0.25"]);
	const { due } = openWork(plan, { ...nothing, done, failed });
	expect(due).toMatchObject([
		{ kind: "rung", arm: "sft", rung: 0, kept: [2, 1] },
	]);
	const after = openWork(plan, { done, failed, decisions: due });
	expect(ids(after.jobs)).toContain("sft/lr-2/seed-7/tuning-0.5");
	expect(ids(after.jobs)).not.toContain("sft/lr-3/seed-7/tuning-0.5");
});

test("what was settled stays so, whatever is found later", () => {
	const made: Decision = {
		kind: "rung",
		arm: "sft",
		rung: 0,
		tried: [],
		kept: [1],
	};
	const done = new Map([["sft/lr-3/seed-7/tuning-0.25", score(0.9)]]);
	const next = openWork(plan, { ...nothing, done, decisions: [made] });
	expect(ids(next.jobs)).toContain("sft/lr-1/seed-7/tuning-0.5");
	expect(ids(next.jobs).join()).not.toContain("lr-3");
});

/** Does all jobs as they come, in any order, and returns how often each was done. */
function play(whole: PilotPlan, stream: RandomStream): Map<string, number> {
	const done = new Map<string, ReturnType<typeof score> | null>();
	const count = new Map<string, number>();
	let decisions: readonly Decision[] = [];
	for (let turn = 0; turn < 1000; turn++) {
		const { jobs, due } = openWork(whole, {
			...{ done, failed: new Set(), decisions },
		});
		decisions = [...decisions, ...due];
		const job = jobs[stream.integer(Math.max(1, jobs.length))];
		if (job === undefined && due.length === 0) return count;
		if (job === undefined) continue;
		count.set(job.id, (count.get(job.id) ?? 0) + 1);
		const moved = stream.uniform();
		done.set(job.id, { ...score(stream.uniform()), moved: moved as never });
	}
	throw new Error("it does not end");
}

test("in whatever order jobs end, each is done once, and every arm ends with all its seeds", () => {
	const stream = new RandomStream(3, "advance");
	for (let n = 0; n < 50; n++) {
		const count = play(plan, stream);
		expect(Math.max(...count.values())).toBe(1);
		expect(count.size).toBe(1 + 3 + 2 + 2 + 2);
	}
});

test("with halving of arms, seeds wait until it is known which arms go on", () => {
	const both = { ...plan, halving: { arms: true } };
	expect(ids(openWork(both, nothing).jobs).join()).not.toContain("test");
	const stream = new RandomStream(4, "advance");
	const ends = Array.from({ length: 40 }, () => play(both, stream));
	const arms = ends.map((count) => {
		const tests = [...count.keys()].filter((id) => id.endsWith("test"));
		return new Set(tests.map((id) => id.slice(0, 3))).size;
	});
	expect(new Set(arms)).toEqual(new Set([1, 2]));
});

test("a pilot with a limit of time measures the base and the speed of every arm first", () => {
	const timed = { ...plan, seconds: 60 };
	const first = ["base", "speed/sft", "speed/dft"];
	expect(ids(openWork(timed, nothing).jobs)).toEqual(first);
	const done = new Map(first.map((id) => [id, null]));
	expect(openWork(timed, { ...nothing, done })).toEqual({ jobs: [], due: [] });
	const steps = { kind: "steps", steps: 8 } as const;
	const settled = { ...nothing, done, decisions: [steps] };
	expect(ids(openWork(timed, settled).jobs)[0]).toBe(
		"sft/lr-1/seed-7/tuning-0.25",
	);
});

test("runs that are compared with the answers of the base wait for them", () => {
	const waiting = { ...plan, needsBase: true };
	expect(ids(openWork(waiting, nothing).jobs)).toEqual(["base"]);
	const done = new Map([["base", null]]);
	expect(openWork(waiting, { ...nothing, done }).jobs.length).toBe(5);
});

test("a seed that is left out is trained by no arm", () => {
	const left = { kind: "seeds", left: [8], seconds: 99 } as const;
	const { jobs } = openWork(plan, { ...nothing, decisions: [left] });
	expect(ids(jobs).join()).not.toContain("seed-8");
	expect(ids(jobs)).toContain("dft/lr-1/seed-7/test");
});
