import type { EvalResult, TaskResult } from "../../../eval/eval-result.ts";
import type { Estimate } from "../../../stats/estimate.ts";
import { meanOfMeasures } from "../../../stats/over-runs.ts";
import type { JournalEntry } from "../../journal.ts";
import { axisScores, deviationMeasures } from "../../measures/axis-scores.ts";
import { finite, runGain, runValues } from "../../measures/run-values.ts";
import { upright } from "../../measures/upright.ts";
import type { EndedStudy } from "../../study.ts";
import { type Allocation, costOf, type Prices } from "../allocation.ts";
import type { BudgetCell } from "../budget-result.ts";
import { anchorsOf, trialJob, wantedTrials } from "../cells/advance.ts";
import { nameOf } from "../cells/allocations.ts";
import { type BudgetJob, baseJob, demonstrationsJob } from "../cells/job.ts";
import type { BudgetPlan } from "../cells/plan.ts";
import { rateAt } from "../cells/rates.ts";
import type { BudgetState, BudgetTypes } from "../cells/state.ts";

export interface CellParts {
	readonly plan: BudgetPlan;
	readonly state: BudgetState;
	readonly ended: EndedStudy<BudgetTypes>;
	/** The base, as it was measured, and its target. */
	readonly base: EvalResult;
	readonly target: TaskResult;
	readonly prices: Prices;
	readonly history: readonly JournalEntry[];
}

interface Place extends Allocation {
	readonly control: string | null;
	readonly jobs: Map<string, BudgetJob>;
}

/** What was measured, by allocation: design cells in their order, then controls. */
export function cellsOf(parts: CellParts): BudgetCell[] {
	const { plan, state } = parts;
	const places = new Map<string, Place>();
	const add = (
		{ demonstrations, pairs }: Allocation,
		job: BudgetJob,
		control: string | null = null,
	) => {
		const name = `${nameOf({ demonstrations, pairs })}/${control}`;
		const place = places.get(name) ?? {
			...{ demonstrations, pairs, control, jobs: new Map() },
		};
		place.jobs.set(job.id, job);
		places.set(name, place);
	};
	add({ demonstrations: 0, pairs: 0 }, baseJob);
	for (const trial of wantedTrials(plan, state)) {
		const job = trialJob(trial, plan, state);
		add(trial, job);
		if (job.kind === "pairs" && job.after !== null)
			add({ ...trial, pairs: 0 }, job.after);
	}
	const design = [...places.values()].toSorted(
		(a, b) => a.demonstrations - b.demonstrations || a.pairs - b.pairs,
	);
	const rates = anchorsOf("demonstrations", state.decisions) ?? [];
	places.clear();
	for (const { demonstrations, epochs } of plan.controls) {
		const rate = rateAt(rates, plan.rates.demonstrations, demonstrations);
		for (const seed of plan.seeds)
			add(
				{ demonstrations, pairs: 0 },
				demonstrationsJob(demonstrations, rate, seed, { epochs }),
				`${epochs} epochs`,
			);
	}
	return [...design, ...places.values()].map((place) => cellOf(place, parts));
}

const seedOf = (job: BudgetJob) => (job.kind === "base" ? 0 : job.seed);

function cellOf(place: Place, parts: CellParts): BudgetCell {
	const { demonstrations, pairs, control } = place;
	// What an earlier session has measured comes in another order than what this one bought.
	const jobs = [...place.jobs.values()].toSorted(
		(a, b) => seedOf(a) - seedOf(b),
	);
	const { base, target, prices, ended } = parts;
	const { axis } = axisScores(target);
	const results = jobs.flatMap(({ id }) => ended.done.get(id)?.result ?? []);
	const value =
		results.length === 0 ? null : runValues([axis], base, results)[axis.name];
	const gain =
		results.length === 0 ? null : finite(runGain(axis, base, results));
	const isBase = demonstrations + pairs === 0;
	return {
		...{ demonstrations, pairs, control },
		cost: costOf({ demonstrations, pairs }, prices),
		role: control === null ? "design" : "control",
		score: value ? upright(value, axis) : null,
		gain: isBase || gain === null ? null : upright(gain, axis),
		moved: isBase ? null : movedOf(results),
		trials: isBase ? [] : jobs.map((job) => trialOf(job, parts)),
	};
}

/** KL(base || tuned) on the general rows, over runs. */
function movedOf(results: readonly EvalResult[]): Estimate | null {
	const measures = results.flatMap(({ tasks }) =>
		tasks.flatMap(deviationMeasures).slice(0, 1),
	);
	return measures.length === 0
		? null
		: finite(meanOfMeasures(measures.map(({ value }) => value)));
}

function trialOf(
	job: BudgetJob,
	{ ended, history }: CellParts,
): BudgetCell["trials"][number] {
	const reading = ended.done.get(job.id);
	const failure = ended.failures.get(job.id) ?? null;
	const seconds = history.reduce(
		(sum, entry) =>
			entry.kind === "job-finished" && entry.id === job.id
				? sum + entry.seconds
				: sum,
		0,
	);
	return {
		seed: seedOf(job),
		run: job.kind === "base" ? null : `runs/${job.run}`,
		score: reading?.score ?? null,
		moved: reading?.moved ?? null,
		reason:
			reading === undefined
				? (failure ?? "it was not trained, because the run before it failed")
				: reading.score === null
					? (reading.unscored?.reason ?? null)
					: null,
		seconds,
	};
}
