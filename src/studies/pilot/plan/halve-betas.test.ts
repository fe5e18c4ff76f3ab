import { expect, test } from "vitest";
import { RandomStream } from "../../../core/random.ts";
import { rungsOfArm } from "./halving.ts";
import { openWork } from "./open-work.ts";
import type { Decision, PilotPlan } from "./pilot-state.ts";
import { spentRuns } from "./spent-runs.ts";

const betas = ["m-0.02", "m-0.1", "m-0.5", "m-2"];
const plan: PilotPlan = {
	arms: [
		{ slug: "sft", rates: [1, 2, 3], family: null },
		...betas.map((slug) => ({ slug, rates: [1, 2, 3], family: "minor" })),
	],
	seeds: [7, 8],
	halving: { arms: false },
	seconds: null,
	needsBase: false,
};

/** Plays a pilot to its end in a random order; each run scores what `scoreOf` says of its arm and rate. */
function play(
	whole: PilotPlan,
	scoreOf: (arm: string, rate: number) => number | null,
	seed = 1,
) {
	const stream = new RandomStream(seed, "betas");
	const done = new Map<string, Parameters<typeof Object>[0]>();
	const failed = new Set<string>();
	const count = new Map<string, number>();
	let decisions: readonly Decision[] = [];
	for (let turn = 0; turn < 2000; turn++) {
		const state = { done, failed, decisions };
		const { jobs, due } = openWork(whole, state);
		decisions = [...decisions, ...due];
		const job = jobs[stream.integer(Math.max(1, jobs.length))];
		if (job === undefined && due.length === 0)
			return { count, decisions, done, failed };
		if (job === undefined || due.length > 0) continue;
		count.set(job.id, (count.get(job.id) ?? 0) + 1);
		const score =
			job.kind === "run" ? scoreOf(job.arm, job.learningRate) : null;
		if (job.kind === "run" && score === null) failed.add(job.id);
		else done.set(job.id, { score, nll: null, moved: null });
	}
	throw new Error("it does not end");
}

const tested = (count: ReadonlyMap<string, number>) =>
	new Set(
		[...count.keys()]
			.filter((id) => id.endsWith("/test"))
			.map((id) => id.split("/")[0]),
	);

/** The best beta is 0.5, and it is best at rate 3. */
const peak = (arm: string, rate: number) =>
	({ sft: 0.3, "m-0.02": 0.1, "m-0.1": 0.2, "m-0.5": 0.5, "m-2": 0.4 })[arm]! +
	rate / 100;

test("four betas pass the rungs of halving: two go on after the first, one after the second", () => {
	for (let seed = 0; seed < 20; seed++) {
		const { count, decisions } = play(plan, peak, seed);
		expect(Math.max(...count.values())).toBe(1);
		const made = decisions.filter(({ kind }) => kind === "betas");
		expect(made).toMatchObject([
			{
				rung: 0,
				left: [
					{ arm: "m-0.02", by: "m-0.5" },
					{ arm: "m-0.1", by: "m-0.5" },
				],
			},
			{ rung: 1, left: [{ arm: "m-2", by: "m-0.5" }] },
		]);
		expect(tested(count)).toEqual(new Set(["sft", "m-0.5"]));
		expect([...count.keys()]).toContain("m-0.5/lr-3/seed-8/test");
		expect([...count.keys()]).not.toContain("m-0.02/lr-3/seed-7/tuning-0.5");
	}
});

test("betas are halved with a single rate too, and other arms are none of it", () => {
	const single = {
		...plan,
		arms: plan.arms.map((arm) => ({ ...arm, rates: [2] })),
	};
	expect(rungsOfArm({ slug: "sft" }, single)).toEqual([]);
	expect(rungsOfArm({ slug: "m-2" }, single)).toEqual([
		{ share: 0.25, keep: 1 },
		{ share: 0.5, keep: 1 },
	]);
	expect(tested(play(single, peak).count)).toEqual(new Set(["sft", "m-0.5"]));
});

test("without halving all betas are trained to the end, and one is measured on what counts", () => {
	const whole = { ...plan, halving: "never" as const };
	const { count } = play(whole, peak);
	expect([...count.keys()]).toContain("m-0.02/lr-1/seed-7/tuning-1");
	expect(tested(count)).toEqual(new Set(["sft", "m-0.5"]));
});

test("a beta whose runs fail does not go on; where all fail the pilot still ends", () => {
	const some = play(plan, (arm, rate) =>
		arm === "m-0.5" ? null : peak(arm, rate),
	);
	expect(tested(some.count)).toEqual(new Set(["sft", "m-2"]));
	const all = play(plan, (arm, rate) =>
		arm === "sft" ? peak(arm, rate) : null,
	);
	expect(tested(all.count)).toEqual(new Set(["sft"]));
});

test("with halving of arms the chosen beta competes with the other arms", () => {
	const both = { ...plan, halving: { arms: true } };
	const { count, decisions } = play(both, peak);
	expect(decisions.filter(({ kind }) => kind === "arms")).toHaveLength(1);
	expect(tested(count).has("m-0.5")).toBe(true);
	expect(tested(count).has("m-0.1")).toBe(false);
});

test("checkpoints of betas that were left are spent", () => {
	const { done, failed, decisions } = play(plan, peak);
	expect(spentRuns(plan, { done, failed, decisions })).toEqual(
		expect.arrayContaining(["m-0.02/lr-3/seed-7", "m-2/lr-3/seed-7"]),
	);
});
