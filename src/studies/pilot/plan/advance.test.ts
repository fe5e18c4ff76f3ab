import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import {
	advance,
	type Decision,
	type PilotPlan,
	type PilotState,
	workOf,
} from "./advance.ts";
import type { Job } from "./job.ts";

const plan: PilotPlan = {
	arms: [
		{ slug: "sft", rates: [1, 2, 3] },
		{ slug: "dft", rates: [1] },
	],
	seeds: [7, 8],
	halving: { arms: false },
	timed: false,
};

const nothing: PilotState = {
	done: new Map(),
	failed: new Set(),
	decisions: [],
};
const ids = (jobs: readonly Job[]) => jobs.map(({ id }) => id);

test("at first: the base, the rates of each arm on one seed, and the seeds of an arm that has one rate", () => {
	const { jobs, due, stepsDue } = advance(plan, nothing);
	expect(ids(jobs)).toEqual([
		"base",
		"sft/lr-1/seed-7/tuning-0.25",
		"dft/lr-1/seed-7/test",
		"sft/lr-2/seed-7/tuning-0.25",
		"dft/lr-1/seed-8/test",
		"sft/lr-3/seed-7/tuning-0.25",
	]);
	expect([due, stepsDue]).toEqual([[], false]);
});

const score = (value: number) => ({ score: value, nll: null, moved: null });

test("a rung is settled when all its runs have ended, also by failing; those kept go on from there", () => {
	const done = new Map([
		["sft/lr-1/seed-7/tuning-0.25", score(0.1)],
		["sft/lr-2/seed-7/tuning-0.25", score(0.4)],
	]);
	expect(advance(plan, { ...nothing, done }).due).toEqual([]);
	const failed = new Set(["sft/lr-3/seed-7/tuning-0.25"]);
	const { due } = advance(plan, { ...nothing, done, failed });
	expect(due).toMatchObject([
		{ kind: "rung", arm: "sft", rung: 0, kept: [2, 1] },
	]);
	const after = advance(plan, { done, failed, decisions: due });
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
	const next = advance(plan, { ...nothing, done, decisions: [made] });
	expect(ids(next.jobs)).toContain("sft/lr-1/seed-7/tuning-0.5");
	expect(ids(next.jobs).join()).not.toContain("lr-3");
});

/** Does all jobs as they come, in any order, and returns how often each was done. */
function play(whole: PilotPlan, stream: RandomStream): Map<string, number> {
	const done = new Map<string, ReturnType<typeof score> | null>();
	const count = new Map<string, number>();
	let decisions: readonly Decision[] = [];
	for (let turn = 0; turn < 1000; turn++) {
		const { jobs, due, stepsDue } = advance(whole, {
			...{ done, failed: new Set(), decisions },
		});
		decisions = [...decisions, ...due];
		if (stepsDue) decisions = [...decisions, { kind: "steps", steps: 8 }];
		const job = jobs[stream.integer(Math.max(1, jobs.length))];
		if (job === undefined && due.length === 0 && !stepsDue) return count;
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
	expect(ids(advance(both, nothing).jobs).join()).not.toContain("test");
	const stream = new RandomStream(4, "advance");
	const ends = Array.from({ length: 40 }, () => play(both, stream));
	const arms = ends.map((count) => {
		const tests = [...count.keys()].filter((id) => id.endsWith("test"));
		return new Set(tests.map((id) => id.slice(0, 3))).size;
	});
	expect(new Set(arms)).toEqual(new Set([1, 2]));
});

test("a pilot that is given minutes measures base and speed first", () => {
	const timed = { ...plan, timed: true };
	expect(ids(advance(timed, nothing).jobs)).toEqual(["speed", "base"]);
	const done = new Map([
		["speed", null],
		["base", null],
	]);
	const settled = advance(timed, { ...nothing, done });
	expect(settled).toEqual({ jobs: [], due: [], stepsDue: true });
	const stream = new RandomStream(5, "advance");
	expect(play(timed, stream).get("speed")).toBe(1);
});

test("how much there is to do: three rates to a quarter, two to a half, one to the end, then the other seed", () => {
	expect(workOf(plan)).toEqual({
		runs: 3 * 0.25 + 2 * 0.25 + 0.5 + 1 + 2,
		tuning: 5,
		test: 4,
	});
});
