import type { PilotRecipe } from "../../../recipes/parse-pilot.ts";
import { dominated, keepBest, rungsOf, type Tried } from "./halving.ts";
import { baseJob, type Job, type RunJob, runJob, speedJob } from "./job.ts";

export interface PlannedArm {
	readonly slug: string;
	readonly rates: readonly number[];
}

/** What decides which jobs there are. */
export interface PilotPlan {
	readonly arms: readonly PlannedArm[];
	readonly seeds: readonly number[];
	readonly halving: PilotRecipe["halving"];
	/** Whether the length of runs is found out by their speed. */
	readonly timed: boolean;
}

/** Something that was settled by what had been measured, once and for all. */
export type Decision =
	| {
			readonly kind: "rung";
			readonly arm: string;
			readonly rung: number;
			readonly tried: readonly Tried[];
			/** Learning rates that go on, best first; none where all runs failed. */
			readonly kept: readonly number[];
	  }
	| {
			readonly kind: "arms";
			/** Arms that do not go on, and which outdoes each. */
			readonly left: readonly { readonly arm: string; readonly by: string }[];
	  }
	| { readonly kind: "steps"; readonly steps: number };

/** How far a pilot is. */
export interface PilotState {
	/** What jobs with `tuning` measured, and that others are done, by id. */
	readonly done: ReadonlyMap<string, Omit<Tried, "learningRate"> | null>;
	/** Jobs that failed for good, by id. */
	readonly failed: ReadonlySet<string>;
	readonly decisions: readonly Decision[];
}

/** What can be done now. */
export interface Advance {
	/** Jobs that wait for nothing, in the order in which to begin them. */
	readonly jobs: readonly Job[];
	/** Decisions that are due; with them, more jobs may come. */
	readonly due: readonly Exclude<Decision, { kind: "steps" }>[];
	/** Whether the length of runs is to be settled now. */
	readonly stepsDue: boolean;
}

/** What follows from what is done: the same plan and state give the same, whoever asks and whenever. */
export function advance(plan: PilotPlan, state: PilotState): Advance {
	const { done, failed, decisions } = state;
	const open = (job: Job) => !done.has(job.id) && !failed.has(job.id);
	const settled = decisions.some(({ kind }) => kind === "steps");
	if (plan.timed && !settled) {
		const jobs = [speedJob, baseJob].filter(open);
		return { jobs, due: [], stepsDue: jobs.length === 0 };
	}
	const arms = plan.arms.map((arm) => advanceArm(arm, plan, state));
	const due = arms.flatMap(({ decision }) => (decision ? [decision] : []));
	const choice = armsDue(arms, plan, state);
	const jobs = [baseJob, ...interleave(arms.map((arm) => arm.jobs))];
	return {
		jobs: jobs.filter(open),
		due: choice ? [...due, choice] : due,
		stepsDue: false,
	};
}

type RungDecision = Extract<Decision, { kind: "rung" }>;

interface ArmAdvance {
	readonly slug: string;
	readonly jobs: readonly RunJob[];
	readonly decision: RungDecision | null;
	/** The last of its rungs, where all are behind it. */
	readonly through: RungDecision | "none" | null;
}

function advanceArm(
	{ slug, rates }: PlannedArm,
	plan: PilotPlan,
	state: PilotState,
): ArmAdvance {
	const { done, failed, decisions } = state;
	const [seed = 0] = plan.seeds;
	const rungs = rungsOf(rates.length, plan.halving);
	let left: readonly number[] = rates;
	let last: RungDecision | "none" = "none";
	for (const [i, { share, keep }] of rungs.entries()) {
		const made = decisions.find(
			(one): one is RungDecision =>
				one.kind === "rung" && one.arm === slug && one.rung === i,
		);
		if (made) {
			left = made.kept;
			last = made;
			continue;
		}
		const jobs = left.map((rate) => runJob(slug, rate, seed, share, "tuning"));
		const ended = jobs.every(({ id }) => done.has(id) || failed.has(id));
		if (!ended) return { slug, jobs, decision: null, through: null };
		const tried = jobs.map(({ id, learningRate }) => ({
			...(done.get(id) ?? { score: null, nll: null, moved: null }),
			learningRate,
		}));
		const kept = keepBest(tried, keep);
		const decision = { kind: "rung", arm: slug, rung: i, tried, kept } as const;
		return { slug, jobs: [], decision, through: null };
	}
	const goesOn = isIn(slug, plan, decisions);
	const [rate] = left;
	const jobs =
		rate === undefined || !goesOn
			? []
			: plan.seeds.map((one) => runJob(slug, rate, one, 1, "test"));
	return { slug, jobs, decision: null, through: last };
}

/** Whether an arm may train its seeds: with `halving.arms` not before it is known which arms go on. */
function isIn(
	slug: string,
	{ halving }: PilotPlan,
	decisions: readonly Decision[],
): boolean {
	if (halving === "never" || !halving.arms) return true;
	const made = decisions.filter((one) => one.kind === "arms");
	return (
		made.length > 0 &&
		!made.some(({ left }) => left.some(({ arm }) => arm === slug))
	);
}

/** Which arms are left behind, once all have passed their rungs; null where that is not to be settled now. */
function armsDue(
	arms: readonly ArmAdvance[],
	{ halving }: PilotPlan,
	{ decisions }: PilotState,
): Extract<Decision, { kind: "arms" }> | null {
	if (halving === "never" || !halving.arms) return null;
	if (decisions.some(({ kind }) => kind === "arms")) return null;
	const standings = arms.map(({ slug, through }) => {
		if (through === null) return null;
		const best =
			through === "none"
				? undefined
				: through.tried.find((one) => one.learningRate === through.kept[0]);
		const { score = null, moved = null } = best ?? {};
		return { arm: slug, score, moved };
	});
	if (standings.includes(null)) return null;
	const losers = dominated(standings.filter((one) => one !== null));
	return {
		kind: "arms",
		left: [...losers].map(([arm, by]) => ({ arm, by })),
	};
}

/** The first of each, then the second of each: no arm waits for another to be done. */
function interleave<T>(lists: readonly (readonly T[])[]): T[] {
	const most = Math.max(0, ...lists.map(({ length }) => length));
	return Array.from({ length: most }, (_, i) =>
		lists.flatMap((list) => list.slice(i, i + 1)),
	).flat();
}

/** How many times a whole run's steps are trained, and how often a run is measured in each way. */
export function workOf(plan: PilotPlan): {
	readonly runs: number;
	readonly tuning: number;
	readonly test: number;
} {
	let runs = 0;
	let tuning = 0;
	for (const { rates } of plan.arms) {
		let left = rates.length;
		let before = 0;
		for (const { share, keep } of rungsOf(rates.length, plan.halving)) {
			runs += left * (share - before);
			tuning += left;
			before = share;
			left = keep;
		}
		runs += 1 - before + plan.seeds.length - 1;
	}
	return { runs, tuning, test: plan.arms.length * plan.seeds.length };
}
