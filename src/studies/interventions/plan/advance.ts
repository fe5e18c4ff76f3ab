import { TemperError } from "../../../core/error.ts";
import { mean } from "../../../stats/mean.ts";
import type { Advance, StudyState } from "../../study.ts";
import {
	askedOf,
	chooseGroups,
	type Grouping,
	type GroupsDecision,
	isAbove,
} from "../groups/choose-groups.ts";
import type { InterventionArm } from "../intervention-result.ts";
import { available, trainedAs } from "./arms.ts";
import { forecastOf } from "./forecast.ts";
import {
	explanationsJob,
	type InterventionJob,
	questionsJob,
	type RunJob,
	runJob,
	tasksJob,
} from "./job.ts";
import type {
	InterventionReading,
	InterventionTypes,
	RateDecision,
	TriedRate,
} from "./state.ts";

/** What an intervention study is to find out, without anything that was measured. */
export interface InterventionPlan {
	readonly grouping: Grouping;
	/** In the order of the result. Numbers of rows beyond what there is are left out later. */
	readonly arms: readonly InterventionArm[];
	/** Ascending. */
	readonly rates: readonly number[];
	readonly seeds: readonly number[];
	/** Whether the base explains its wrong answers. */
	readonly explains: boolean;
	/** Lines of questions without a context; null if no arm needs one. */
	readonly withoutContext: ReadonlySet<number> | null;
}

type State = StudyState<InterventionTypes>;

/** What follows from what is done: the same plan and state always give the same result. Throws `data` if no groups can be made. */
export function advance(
	plan: InterventionPlan,
	state: State,
): Advance<InterventionTypes> {
	const open = (job: InterventionJob) =>
		!state.done.has(job.id) && !state.failed.has(job.id);
	const base = [questionsJob, tasksJob].filter(open);
	const questions = state.done.get(questionsJob.id);
	if (questions?.kind !== "questions") return { jobs: base };
	const groups = groupsIn(plan, state);
	if (groups === null) {
		const explain = openExplanations(plan, state, questions);
		if (explain !== null) return { jobs: [explain, ...base].filter(open) };
		return { jobs: base, due: [settleGroups(plan, state, questions)] };
	}
	const rate = rateIn(plan, state);
	if (rate === null) {
		const tried = triedJobs(plan, groups);
		const jobs = [...base, ...tried].filter(open);
		if (tried.some(open)) return { jobs };
		return { jobs, due: [settleRate(plan, state, tried)] };
	}
	const jobs = [...base, ...runJobs(plan, groups, rate)].filter(open);
	return { jobs, forecast: forecastOf(jobs, state.timing ?? null) };
}

/** The valid decision on the groups; null if there is none yet. */
export function groupsIn(
	{ grouping }: Pick<InterventionPlan, "grouping">,
	{ decisions }: Pick<State, "decisions">,
): GroupsDecision | null {
	const asked = askedOf(grouping);
	return (
		decisions.findLast(
			(one): one is GroupsDecision =>
				one.kind === "groups" && one.asked === asked,
		) ?? null
	);
}

/** The learning rate of all arms; null if it is still to be chosen. */
export function rateIn(
	plan: Pick<InterventionPlan, "rates" | "grouping">,
	{ decisions }: Pick<State, "decisions">,
): number | null {
	const [only, ...others] = plan.rates;
	if (only !== undefined && others.length === 0) return only;
	const asked = askedRates(plan);
	const found = decisions.findLast(
		(one): one is RateDecision => one.kind === "rate" && one.asked === asked,
	);
	return found?.chosen ?? null;
}

export const askedRates = ({
	rates,
	grouping,
}: Pick<InterventionPlan, "rates" | "grouping">): string =>
	JSON.stringify({ rates, groups: askedOf(grouping) });

/** The job that explains wrong answers, if it is needed and neither done nor failed. */
function openExplanations(
	{ explains, grouping }: InterventionPlan,
	{ done, failed }: State,
	{ predictions }: Extract<InterventionReading, { kind: "questions" }>,
): InterventionJob | null {
	const job = explanationsJob(grouping.floor);
	const any = predictions.some(
		(one) => one.gold !== one.chosen && isAbove(one, grouping.floor),
	);
	return explains && any && !done.has(job.id) && !failed.has(job.id)
		? job
		: null;
}

function settleGroups(
	{ grouping, explains, withoutContext }: InterventionPlan,
	{ done }: State,
	questions: Extract<InterventionReading, { kind: "questions" }>,
): GroupsDecision {
	const found = done.get(explanationsJob(grouping.floor).id);
	const texts = found?.kind === "explanations" ? found.texts : null;
	return chooseGroups(grouping, {
		...{ predictions: questions.predictions, withoutContext },
		unmeasured: questions.unmeasured,
		explained: explains ? new Set(texts?.keys()) : null,
	});
}

/** Arms that there are rows for. */
export function possibleArms(
	{ arms }: Pick<InterventionPlan, "arms">,
	groups: GroupsDecision,
): InterventionArm[] {
	return arms.filter(
		(arm) =>
			arm.kind !== "quantity" ||
			arm.rows <= available(arm.group, groups).length,
	);
}

/** Every rate with the first seed, on the groups of right and of wrong answers: no group's own best rate decides alone. */
function triedJobs(
	{ rates, seeds, grouping }: InterventionPlan,
	groups: GroupsDecision,
): RunJob[] {
	const [seed = 0] = seeds;
	const both = (["harmonious", "incompatible"] as const).filter((group) =>
		group === "harmonious"
			? grouping.groups.includes(group)
			: groups.wrong.length > 0,
	);
	return rates.flatMap((rate) =>
		both.map((group) => runJob({ kind: "group", group }, rate, seed, "tuning")),
	);
}

/** The rate with the best mean score; a tie goes to the lower one. Throws `data` if no run has a score. */
function settleRate(
	plan: InterventionPlan,
	{ done }: State,
	jobs: readonly RunJob[],
): RateDecision {
	const tried = plan.rates.map((learningRate): TriedRate => {
		const own = jobs.filter((job) => job.learningRate === learningRate);
		const scores = own.flatMap(({ id }) => {
			const reading = done.get(id);
			const score = reading?.kind === "measured" ? reading.score : null;
			return score ?? [];
		});
		const whole = scores.length === own.length;
		return { learningRate, score: whole ? mean(scores) : null };
	});
	const [best] = tried
		.filter(({ score }) => score !== null)
		.toSorted(
			(a, b) =>
				(b.score as number) - (a.score as number) ||
				a.learningRate - b.learningRate,
		);
	if (best === undefined)
		throw new TemperError("data", {
			where: "learningRates",
			expected: "a learning rate with which every group can be trained",
			found: `failed runs with each of ${plan.rates.join(", ")}`,
			hint: "The lines above say why each run failed.",
		});
	const chosen = best.learningRate;
	return { kind: "rate", asked: askedRates(plan), tried, chosen };
}

/** Seed by seed, so that arms can be compared early. Arms with the same rows share their runs. */
export function runJobs(
	plan: InterventionPlan,
	groups: GroupsDecision,
	rate: number,
): RunJob[] {
	const jobs = plan.seeds.flatMap((seed) =>
		possibleArms(plan, groups).map((arm) =>
			runJob(trainedAs(arm, groups), rate, seed, "test"),
		),
	);
	return [...new Map(jobs.map((job) => [job.id, job])).values()];
}
