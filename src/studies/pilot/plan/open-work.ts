import { earlierRates } from "./chosen-rates.ts";
import { betasDue, leftOfFamily } from "./halve-betas.ts";
import { dominated, keepBest, rungsOfArm } from "./halving.ts";
import { type Job, type RunJob, runJob, speedJob } from "./job.ts";
import {
	baseIdOf,
	baseJobs,
	type Decision,
	type PilotPlan,
	type PilotState,
	type PlannedArm,
} from "./pilot-state.ts";

/** Work that waits for nothing. */
export interface OpenWork {
	/** Jobs that can begin now, in no order that matters. */
	readonly jobs: readonly Job[];
	/** Choices that what has been measured decides; with them, more jobs may come. */
	readonly due: readonly Extract<
		Decision,
		{ kind: "rung" | "arms" | "betas" }
	>[];
}

/** What can be done now, whatever it takes: the same plan and state give the same. */
export function openWork(plan: PilotPlan, state: PilotState): OpenWork {
	const { done, failed, decisions } = state;
	const open = (job: Job) => !done.has(job.id) && !failed.has(job.id);
	const bases = baseJobs(plan);
	const settled = decisions.some(({ kind }) => kind === "steps");
	if (plan.seconds !== null && !settled) {
		const speeds = plan.arms.map(({ slug }) => speedJob(slug));
		return { jobs: [...bases, ...speeds].filter(open), due: [] };
	}
	if (plan.needsBase && bases.some(open))
		return { jobs: bases.filter(open), due: [] };
	const arms = plan.arms.map((arm) => advanceArm(arm, plan, state));
	const due = [
		...arms.flatMap(({ decision }) => (decision ? [decision] : [])),
		...betasDue(plan, decisions),
	];
	const compared = arms.filter((_, i) => !plan.arms[i]?.tunesOnly);
	const choice = armsDue(compared, plan, state);
	const jobs = [...bases, ...interleave(arms.map((arm) => arm.jobs))];
	return {
		jobs: jobs.filter(open),
		due: choice ? [...due, choice] : due,
	};
}

/** The seeds that are still to be trained. */
export function seedsOf(
	{ seeds }: Pick<PilotPlan, "seeds">,
	decisions: readonly Decision[],
): readonly number[] {
	const left = decisions.flatMap((one) =>
		one.kind === "seeds" ? one.left : [],
	);
	return seeds.filter((seed) => !left.includes(seed));
}

type RungDecision = Extract<Decision, { kind: "rung" }>;

interface ArmAdvance {
	readonly slug: string;
	readonly jobs: readonly RunJob[];
	readonly decision: RungDecision | null;
	/** The last of its rungs, if it has passed all of them. */
	readonly through: RungDecision | "none" | null;
}

function advanceArm(
	{ slug, rates, family, after = [], tunesOnly }: PlannedArm,
	plan: PilotPlan,
	state: PilotState,
): ArmAdvance {
	const { done, failed, decisions } = state;
	const [seed = 0] = plan.seeds;
	const rungs = rungsOfArm({ slug }, plan);
	const nothing = { slug, jobs: [], decision: null };
	const before = earlierRates({ after }, plan, decisions);
	if (before === "waiting") return { ...nothing, through: null };
	if (before === "failed") return { ...nothing, through: "none" };
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
			if (family === null) continue;
			const out = leftOfFamily({ family, rung: i }, decisions);
			if (out === null) return { ...nothing, through: null };
			if (out.includes(slug)) return { ...nothing, through: made };
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
	const goesOn = !tunesOnly && isIn(slug, plan, decisions);
	const [rate] = left;
	const jobs =
		rate === undefined || !goesOn
			? []
			: seedsOf(plan, decisions).map((one) =>
					runJob(slug, rate, one, 1, "test"),
				);
	return { slug, jobs, decision: null, through: last };
}

/** Whether an arm may train its seeds: with `halving.arms` only once it is known which arms continue. */
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

/** Which arms are left behind, once all have passed their rungs; null if that is not to be settled now. */
function armsDue(
	arms: readonly ArmAdvance[],
	plan: PilotPlan,
	{ decisions }: PilotState,
): Extract<Decision, { kind: "arms" }> | null {
	const { halving } = plan;
	if (halving === "never" || !halving.arms) return null;
	if (decisions.some(({ kind }) => kind === "arms")) return null;
	const gone = new Set(
		decisions.flatMap((one) =>
			one.kind === "betas" ? one.left.map(({ arm }) => arm) : [],
		),
	);
	const here = arms.filter(({ slug }) => !gone.has(slug));
	const standings = here.map(({ slug, through }) => {
		if (through === null) return null;
		const best =
			through === "none"
				? undefined
				: through.tried.find((one) => one.learningRate === through.kept[0]);
		const { score = null, moved = null } = best ?? {};
		return { arm: slug, base: baseIdOf(slug, plan), score, moved };
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
