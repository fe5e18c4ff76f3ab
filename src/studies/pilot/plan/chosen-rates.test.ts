import { expect, test } from "vitest";
import { earlierOf } from "./chosen-rates.ts";
import { openWork } from "./open-work.ts";
import type { Decision, PilotPlan } from "./pilot-state.ts";
import { spentRuns } from "./spent-runs.ts";

const plan: PilotPlan = {
	arms: [
		{ slug: "sft", rates: [1], family: null },
		{ slug: "dpo", rates: [3, 4], family: null, after: ["first"] },
		{ slug: "dft", rates: [5], family: null, after: ["first"] },
		{
			...{ slug: "first", rates: [10, 20], family: null },
			...{ tunesOnly: true, share: 0.75, after: [] },
		},
	],
	seeds: [7, 8],
	halving: { arms: false },
	seconds: null,
	needsBase: false,
};

/** Plays the plan to its end; returns the jobs in the order in which they ended. */
function play(scoreOf: (id: string) => number | null, whole = plan) {
	const done = new Map();
	const failed = new Set<string>();
	let decisions: readonly Decision[] = [];
	for (let turn = 0; turn < 200; turn++) {
		const { jobs, due } = openWork(whole, { done, failed, decisions });
		decisions = [...decisions, ...due];
		const [job] = jobs;
		if (due.length > 0) continue;
		if (job === undefined)
			return { ended: [...done.keys()], done, failed, decisions };
		const score = scoreOf(job.id);
		if (score === null) failed.add(job.id);
		else done.set(job.id, { score, nll: null, moved: null });
	}
	throw new Error("it does not end");
}

const better = (id: string) => (/lr-(20|4)\//.test(id) ? 0.9 : 0.1);

test("the rate of a shared first stage is chosen once, before any second stage begins", () => {
	const { ended, decisions } = play(better);
	const first = ended.filter((id) => id.startsWith("first/"));
	expect(first).toEqual([
		"first/lr-10/seed-7/tuning-0.5",
		"first/lr-20/seed-7/tuning-0.5",
	]);
	const later = ended.findIndex((id) => /^d[fp]/.test(id));
	expect(later).toBeGreaterThan(ended.indexOf(first[1] ?? ""));
	expect(ended.filter((id) => id.endsWith("/test"))).toEqual(
		expect.arrayContaining([
			...["sft/lr-1/seed-8/test", "dpo/lr-4/seed-8/test"],
			"dft/lr-5/seed-7/test",
		]),
	);
	expect(earlierOf("dpo", plan, decisions)).toEqual([20]);
	expect(earlierOf("dpo", plan, [])).toBeNull();
	expect(earlierOf("sft", plan, decisions)).toBeNull();
});

test("checkpoints of a stage that is tuned are spent once its rate is chosen", () => {
	const { done, failed, decisions } = play(better);
	const runs = ["first/lr-10/seed-7", "first/lr-20/seed-7"];
	expect(spentRuns(plan, { done, failed, decisions })).toEqual(
		expect.arrayContaining(runs),
	);
	const early = { done: new Map(), failed, decisions: [] };
	expect(spentRuns(plan, early)).toEqual([]);
});

test("if no rate of a first stage can be trained, its arms are left out and the others are not", () => {
	for (const arms of [false, true]) {
		const whole = { ...plan, halving: { arms } };
		const fails = (id: string) => (id.startsWith("first/") ? null : 0.5);
		const { ended } = play(fails, whole);
		expect(ended.some((id) => /^d[fp]/.test(id))).toBe(false);
		expect(ended).toContain("sft/lr-1/seed-8/test");
	}
});

test("a stage with one rate needs no tuning, except where arms are compared on the way", () => {
	const arms = plan.arms.map((arm) =>
		arm.slug === "first" ? { ...arm, rates: [10] } : arm,
	);
	const { ended, decisions } = play(better, { ...plan, arms });
	expect(ended.some((id) => id.startsWith("first/"))).toBe(false);
	expect(earlierOf("dft", { ...plan, arms }, decisions)).toEqual([10]);
});
