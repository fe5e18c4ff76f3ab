import type { Allocation, Observation, Trial } from "../allocation.ts";
import { nextStep } from "../buy/next-step.ts";
import type { Question } from "../buy/step.ts";
import { nameOf } from "./allocations.ts";
import {
	type BudgetJob,
	baseJob,
	demonstrationsJob,
	type Measure,
	pairsJob,
	trialOf,
} from "./job.ts";
import type { BudgetPlan } from "./plan.ts";
import { type Anchor, bestRate, rateAt, type StageKind } from "./rates.ts";
import type { BudgetDecision, BudgetState } from "./state.ts";

/** What can be done now, and what is due. */
export interface BudgetAdvance {
	readonly jobs: readonly BudgetJob[];
	readonly due: readonly BudgetDecision[];
}

/** What follows from what is done: the same plan and state always give the same result. */
export function advance(plan: BudgetPlan, state: BudgetState): BudgetAdvance {
	const open = (job: BudgetJob) =>
		!state.done.has(job.id) && !state.failed.has(job.id);
	if (plan.needsBase && open(baseJob)) return { jobs: [baseJob], due: [] };
	const tuning = openRates(plan, state);
	if (tuning !== null)
		return {
			jobs: [baseJob, ...tuning.jobs].filter(open),
			due: tuning.due,
		};
	const wanted = wantedTrials(plan, state);
	const jobs = unique([
		baseJob,
		...wanted.flatMap((trial) => startable(trial, plan, state)),
		...plan.controls.flatMap(({ demonstrations, epochs }) =>
			plan.seeds.map((seed) =>
				demonstrationsJob(
					demonstrations,
					rateOf("demonstrations", demonstrations, plan, state),
					seed,
					{ epochs },
				),
			),
		),
	]).filter(open);
	return jobs.length > 0
		? { jobs, due: [] }
		: { jobs: [], due: purchase(plan, state, wanted) };
}

/** The trials that do not depend on what is found: seed by seed. */
export const fixedTrials = ({ fixed, seeds }: BudgetPlan): Trial[] =>
	seeds.flatMap((seed) => fixed.map((allocation) => ({ ...allocation, seed })));

/**
 * All trials whose scores count: also those of earlier questions, which are on disk, and the fine-tuned models on which rates of
 * pairs were tried. Whatever is done counts at once, and not only when the study is started again.
 */
export const wantedTrials = (
	plan: BudgetPlan,
	state: Pick<BudgetState, "decisions" | "done">,
): Trial[] => [
	...fixedTrials(plan),
	...plan.known,
	...boughtTrials(state),
	...[...state.done.keys()].flatMap((id) => trialOf(id) ?? []),
];

export const boughtTrials = ({
	decisions,
}: Pick<BudgetState, "decisions">): Trial[] =>
	decisions.flatMap((one) => (one.kind === "buy" ? one.trials : []));

/** The next trials to buy, or the decision to stop; nothing for a grid, and nothing once it has stopped. */
function purchase(
	plan: BudgetPlan,
	state: BudgetState,
	wanted: readonly Trial[],
): BudgetDecision[] {
	const { question, asked } = plan;
	if (question === null) return [];
	const stopped = state.decisions.some(
		(one) => one.kind === "stop" && one.asked === asked,
	);
	if (stopped) return [];
	const seen = observations(plan, state, wanted);
	const failed = wanted.filter((trial) => scoreOf(trial, plan, state) === null);
	const trials = limitOf(plan, question.stop, [...seen, ...failed]);
	const stop = { ...question.stop, trials };
	const step = nextStep(seen, { ...question, failed, stop });
	return step.kind === "stop"
		? [{ kind: "stop", why: step.why, asked }]
		: [{ kind: "buy", why: step.why, trials: step.trials }];
}

/**
 * The limit of trials is for those that are bought: what is trained or measured in any case, the base, the cold start and the
 * fine-tuned models that pairs began from, adds to it.
 */
function limitOf(
	{ question, fixed }: Pick<BudgetPlan, "question" | "fixed">,
	{ trials }: Question["stop"],
	tried: readonly Trial[],
): number | null {
	if (trials === null) return null;
	const bought = new Set(question?.candidates.map(nameOf));
	for (const allocation of fixed) bought.delete(nameOf(allocation));
	const others = tried
		.filter((trial) => !bought.has(nameOf(trial)))
		.map((trial) => `${nameOf(trial)}/${trial.seed}`);
	return trials + new Set(others).size;
}

/** The trials that have a score; the base; and the fine-tuned models that trials on pairs began from, which were measured too. */
export function observations(
	plan: Pick<BudgetPlan, "rates" | "seeds">,
	state: BudgetState,
	trials: readonly Trial[],
): Observation[] {
	const before = trials
		.filter(({ pairs }) => pairs > 0)
		.map((trial) => ({ ...trial, pairs: 0 }));
	const [seed = 0] = plan.seeds;
	const base = { demonstrations: 0, pairs: 0, seed };
	const all = new Map(
		[base, ...trials, ...before].map((trial) => [
			`${nameOf(trial)}/${trial.seed}`,
			trial,
		]),
	);
	return [...all.values()].flatMap((trial) => {
		const score = scoreOf(trial, plan, state);
		return score === null ? [] : [{ ...trial, score }];
	});
}

function scoreOf(
	trial: Trial,
	plan: Pick<BudgetPlan, "rates">,
	state: BudgetState,
): number | null {
	return state.done.get(trialJob(trial, plan, state).id)?.score ?? null;
}

/** The job that measures a trial. Its rates must have been chosen. */
export function trialJob(
	{ demonstrations, pairs, seed }: Trial,
	plan: Pick<BudgetPlan, "rates">,
	state: Pick<BudgetState, "decisions">,
): BudgetJob {
	if (demonstrations + pairs === 0) return baseJob;
	const first =
		demonstrations === 0
			? null
			: demonstrationsJob(
					demonstrations,
					rateOf("demonstrations", demonstrations, plan, state),
					seed,
				);
	if (pairs === 0) return first as BudgetJob;
	const stage = first === null ? "untouched" : "pairs";
	return pairsJob(pairs, rateOf(stage, pairs, plan, state), seed, {
		after: first,
	});
}

/** What can begin for a trial: its training on pairs waits for that on demonstrations. */
function startable(
	trial: Trial,
	plan: BudgetPlan,
	state: BudgetState,
): BudgetJob[] {
	return withBefore(trialJob(trial, plan, state), state);
}

function withBefore(job: BudgetJob, { done }: BudgetState): BudgetJob[] {
	if (job.kind !== "pairs" || job.after === null) return [job];
	return done.has(job.after.id) ? [job] : [job.after];
}

function unique(jobs: readonly BudgetJob[]): BudgetJob[] {
	return [...new Map(jobs.map((job) => [job.id, job])).values()];
}

function rateOf(
	stage: StageKind,
	prompts: number,
	{ rates }: Pick<BudgetPlan, "rates">,
	{ decisions }: Pick<BudgetState, "decisions">,
): number {
	return rateAt(anchorsOf(stage, decisions) ?? [], rates[stage], prompts);
}

export function anchorsOf(
	stage: StageKind,
	decisions: readonly BudgetDecision[],
): readonly Anchor[] | null {
	const made = decisions.find(
		(one) => one.kind === "rates" && one.stage === stage,
	);
	return made?.kind === "rates" ? made.anchors : null;
}

const stages: readonly StageKind[] = ["demonstrations", "pairs", "untouched"];

/** Work on the first stage whose rates are not chosen yet; null if all are. */
function openRates(plan: BudgetPlan, state: BudgetState): BudgetAdvance | null {
	const open = stages.filter(
		(stage) =>
			plan.anchors[stage].length > 0 &&
			anchorsOf(stage, state.decisions) === null,
	);
	// Preferences after fine-tuning wait for the rates of fine-tuning; on the untouched base they do not.
	const ready = open.filter(
		(stage) =>
			stage !== "pairs" || anchorsOf("demonstrations", state.decisions),
	);
	if (ready.length === 0) return null;
	const work = ready.map((stage) => tuneStage(stage, plan, state));
	return {
		jobs: work.flatMap(({ jobs }) => jobs),
		due: work.flatMap(({ due }) => due),
	};
}

function tuneStage(
	stage: StageKind,
	plan: BudgetPlan,
	state: BudgetState,
): BudgetAdvance {
	const { done, failed } = state;
	const rates = plan.rates[stage];
	const places: readonly Allocation[] =
		stage === "demonstrations"
			? plan.anchors.demonstrations.map((demonstrations) => ({
					...{ demonstrations, pairs: 0 },
				}))
			: plan.anchors[stage];
	const tried = places.map((place) => ({
		place,
		jobs: rates.map((rate) => tuningJob(stage, place, rate, plan, state)),
	}));
	const ended = (job: BudgetJob) =>
		done.has(job.id) || failed.has(job.id) || lacksStart(job, state);
	// A single rate needs no search.
	const isSettled =
		rates.length === 1 || tried.every(({ jobs }) => jobs.every(ended));
	if (!isSettled)
		return {
			jobs: unique(
				tried.flatMap(({ jobs }) =>
					jobs
						.filter((job) => !ended(job))
						.flatMap((job) => withBefore(job, state)),
				),
			),
			due: [],
		};
	const anchors = tried.map(({ place, jobs }) => {
		const scores = jobs.map(({ id }, i) => ({
			learningRate: rates[i] as number,
			score: done.get(id)?.score ?? null,
		}));
		const prompts =
			stage === "demonstrations" ? place.demonstrations : place.pairs;
		return { prompts, tried: scores, chosen: bestRate(scores) };
	});
	return { jobs: [], due: [{ kind: "rates", stage, anchors }] };
}

/** Whether the run that a job begins from has failed. */
const lacksStart = (job: BudgetJob, { failed }: BudgetState): boolean =>
	job.kind === "pairs" && job.after !== null && failed.has(job.after.id);

function tuningJob(
	stage: StageKind,
	{ demonstrations, pairs }: Allocation,
	rate: number,
	plan: BudgetPlan,
	state: BudgetState,
): BudgetJob {
	const [seed = 0] = plan.seeds;
	const measure: Measure = "tuning";
	if (stage === "demonstrations")
		return demonstrationsJob(demonstrations, rate, seed, { measure });
	const after =
		stage === "untouched"
			? null
			: demonstrationsJob(
					demonstrations,
					rateOf("demonstrations", demonstrations, plan, state),
					seed,
				);
	return pairsJob(pairs, rate, seed, { after, measure });
}
