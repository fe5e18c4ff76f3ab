import { expect, test } from "vitest";
import type { Trial } from "../allocation.ts";
import { advance } from "./advance.ts";
import { allocationsOf, split } from "./allocations.ts";
import { type BudgetJob, trialOf } from "./job.ts";
import type { BudgetPlan } from "./plan.ts";
import { bestRate, rateAt } from "./rates.ts";
import type { BudgetDecision, BudgetState } from "./state.ts";

const rates = [1e-4, 1e-3];
const plan: BudgetPlan = {
	seeds: [0, 1],
	rates: { demonstrations: rates, pairs: rates, untouched: rates },
	anchors: {
		demonstrations: [10, 40],
		pairs: [{ demonstrations: 20, pairs: 20 }],
		untouched: [{ demonstrations: 0, pairs: 40 }],
	},
	fixed: [
		{ demonstrations: 40, pairs: 0 },
		{ demonstrations: 20, pairs: 20 },
		{ demonstrations: 0, pairs: 40 },
	],
	...{ known: [], controls: [{ demonstrations: 40, epochs: 4 }] },
	...{ question: null, asked: "", needsBase: false },
};

/** The score of a job: higher rates are better, and more is better. */
const scoreOf = (job: BudgetJob): number =>
	job.kind === "base"
		? 0
		: job.kind === "demonstrations"
			? job.demonstrations * job.learningRate
			: (job.demonstrations + job.pairs) * job.learningRate;

/** Does all jobs, one at a time in the given order, and returns their ids with all decisions. */
function follow(
	own: BudgetPlan,
	pick: (jobs: readonly BudgetJob[]) => BudgetJob | undefined,
	fails: (job: BudgetJob) => boolean = () => false,
) {
	const done = new Map<string, { score: number | null }>();
	const failed = new Set<string>();
	const decisions: BudgetDecision[] = [];
	const order: string[] = [];
	for (;;) {
		const state: BudgetState = { done, failed, decisions };
		const { jobs, due } = advance(own, state);
		if (due.length > 0) {
			decisions.push(...due);
			continue;
		}
		const job = pick(jobs);
		if (job === undefined) return { done, failed, decisions, order };
		expect(done.has(job.id) || failed.has(job.id)).toBe(false);
		if (job.kind === "pairs" && job.after)
			expect(done.has(job.after.id)).toBe(true);
		order.push(job.id);
		if (fails(job)) failed.add(job.id);
		else done.set(job.id, { score: scoreOf(job) });
	}
}

test("rates first, then every trial, each after the run that it begins from; no job twice", () => {
	const { done, decisions, order } = follow(plan, (jobs) => jobs[0]);
	expect(decisions.map(({ kind }) => kind)).toEqual([
		"rates",
		"rates",
		"rates",
	]);
	expect(order[0]).toBe("base");
	const trials = [...done.keys()].flatMap((id) => trialOf(id) ?? []);
	const named = trials.map(
		({ demonstrations, pairs, seed }: Trial) =>
			`${demonstrations}+${pairs}/${seed}`,
	);
	expect(new Set(named)).toEqual(
		new Set([
			"40+0/0",
			"40+0/1",
			"20+0/0",
			"20+0/1",
			"20+20/0",
			"20+20/1",
			"0+40/0",
			"0+40/1",
		]),
	);
	expect([...done.keys()]).toContain(
		"demonstrations-40-epochs-4/lr-0.001/seed-1/test",
	);
});

test("the order in which jobs end changes neither the decisions nor what is trained", () => {
	const first = follow(plan, (jobs) => jobs[0]);
	const last = follow(plan, (jobs) => jobs.at(-1));
	expect(last.decisions.toSorted(byStage)).toEqual(
		first.decisions.toSorted(byStage),
	);
	expect(last.order.toSorted()).toEqual(first.order.toSorted());
});

const byStage = (a: BudgetDecision, b: BudgetDecision) =>
	JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

test("a run that fails takes the trials with it that begin from it, and nothing else", () => {
	const { done, failed } = follow(
		plan,
		(jobs) => jobs[0],
		({ id }) => id === "demonstrations-20/lr-0.001/seed-1/test",
	);
	expect([...failed]).toEqual(["demonstrations-20/lr-0.001/seed-1/test"]);
	const ids = [...done.keys()];
	expect(ids.some((id) => /-20-lr.*pairs-20.*seed-0\/test/.test(id))).toBe(
		true,
	);
	expect(ids.some((id) => /-20-lr.*pairs-20.*seed-1\/test/.test(id))).toBe(
		false,
	);
	expect(ids).toContain("pairs-40/lr-0.001/seed-1/test");
});

test("trials of earlier questions are taken in, and stops of other questions do not hold", () => {
	const known = [{ demonstrations: 10, pairs: 0, seed: 0 }];
	const { order } = follow({ ...plan, known }, (jobs) => jobs[0]);
	expect(order).toContain("demonstrations-10/lr-0.001/seed-0/test");
	const candidates = [
		{ demonstrations: 40, pairs: 0 },
		{ demonstrations: 20, pairs: 20 },
	];
	const question = {
		...{ budgets: [40], prices: { demonstration: 1, pair: 1 } },
		...{ splits: () => candidates, candidates, seeds: [0, 1] },
		...{ cost: () => 1, batch: 2 },
		stop: { regret: null, interval: null, trials: 3 },
	};
	const asking = (asked: string) => ({
		...plan,
		...{ fixed: [], controls: [], question, asked },
	});
	const bought = follow(asking("a"), (jobs) => jobs[0]);
	expect(bought.decisions.at(-1)).toEqual({
		kind: "stop",
		why: "limit",
		asked: "a",
	});
	const { done, failed, decisions } = bought;
	const again = (asked: string) =>
		advance(asking(asked), { done, failed, decisions });
	expect(again("a")).toEqual({ jobs: [], due: [] });
	expect(again("b").due).toEqual([{ kind: "stop", why: "limit", asked: "b" }]);
});

test("the limit of trials leaves out the base, the cold start and the models that pairs began from", () => {
	const candidates = [
		{ demonstrations: 0, pairs: 40 },
		{ demonstrations: 20, pairs: 20 },
		{ demonstrations: 40, pairs: 0 },
	];
	const question = {
		...{ budgets: [40], prices: { demonstration: 1, pair: 1 } },
		...{ splits: () => candidates, candidates, seeds: [0, 1] },
		...{ cost: () => 1, batch: 1 },
		stop: { regret: null, interval: null, trials: 2 },
	};
	const cold = [
		{ demonstrations: 0, pairs: 40 },
		{ demonstrations: 10, pairs: 30 },
	];
	const own = { ...plan, ...{ controls: [], question, fixed: cold } };
	const { decisions } = follow(own, (jobs) => jobs[0]);
	const bought = decisions.flatMap((one) =>
		one.kind === "buy" ? one.trials : [],
	);
	expect(bought).toHaveLength(2);
	expect(bought).toContainEqual({ demonstrations: 40, pairs: 0, seed: 0 });
	expect(decisions.at(-1)).toMatchObject({ kind: "stop", why: "limit" });
});

test("the base is first if answers are compared with its answers", () => {
	const state = { done: new Map(), failed: new Set<string>(), decisions: [] };
	const { jobs } = advance({ ...plan, needsBase: true }, state);
	expect(jobs.map(({ id }) => id)).toEqual(["base"]);
});

test("rates are interpolated between anchors that tell them apart", () => {
	const tried = (scores: readonly (number | null)[]) =>
		scores.map((score, i) => ({ learningRate: rates[i]!, score }));
	expect(bestRate(tried([0.2, 0.3]))).toBe(1e-3);
	expect(bestRate(tried([0.3, null]))).toBe(1e-4);
	expect(bestRate(tried([0, 0]))).toBeNull();
	expect(bestRate(tried([null, null]))).toBeNull();
	const anchors = [
		{ prompts: 10, tried: [], chosen: 1e-3 },
		{ prompts: 1000, tried: [], chosen: 1e-4 },
		{ prompts: 20, tried: [], chosen: null },
	];
	expect(rateAt(anchors, rates, 100)).toBe(3.16e-4);
	expect(rateAt(anchors, rates, 5)).toBe(1e-3);
	expect(rateAt(anchors, rates, 5000)).toBe(1e-4);
	expect(rateAt([], [1, 2, 3], 5)).toBe(2);
});

test("a split buys whole prompts and no more than the budget", () => {
	const prices = { demonstration: 0.1, pair: 0.3 };
	expect(split(3, 0.1, prices)).toEqual({ demonstrations: 3, pairs: 9 });
	expect(split(1, 1, prices)).toEqual({ demonstrations: 10, pairs: 0 });
	const all = allocationsOf(
		[2, 4],
		[1, 0.5, 0],
		{ demonstration: 1, pair: 1 },
		({ pairs }) => pairs < 4,
	);
	expect(all).toEqual([
		{ demonstrations: 0, pairs: 2 },
		{ demonstrations: 1, pairs: 1 },
		{ demonstrations: 2, pairs: 0 },
		{ demonstrations: 2, pairs: 2 },
		{ demonstrations: 4, pairs: 0 },
	]);
});
