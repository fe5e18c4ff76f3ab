import { basename } from "node:path";
import type { EvalResult } from "../../../eval/eval-result.ts";
import type { Task } from "../../../eval/task/task.ts";
import { usualRate } from "../../../recipes/defaults/objective-defaults.ts";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type { PilotArm } from "../../../recipes/parse/parse-pilot.ts";
import { slugOf } from "../../../recipes/pilot-arms.ts";
import type { Recipe } from "../../../recipes/schemas/recipe-schema.ts";
import type { InputHash } from "../../../runs/folder/inputs.ts";
import { unscoredOf } from "../../measures/unscored.ts";
import { readMeasure } from "../../study-folder.ts";
import type { PilotBases } from "../arms/arm-bases.ts";
import { stagesAt } from "../arms/arm-stages.ts";
import type { WholeRun } from "../diagnosis/diagnose-arm.ts";
import type { PilotPaths } from "../pilot-paths.ts";
import type { ArmResult, PilotRun, RunReason } from "../pilot-result.ts";
import { earlierOf } from "../plan/chosen-rates.ts";
import { runJob, runName } from "../plan/job.ts";
import type { Decision, PilotPlan } from "../plan/pilot-state.ts";
import type { Tried } from "../plan/tried.ts";
import { readHistory, valuesOf } from "./read-run.ts";

/** What is known of an arm before it is compared with the others. */
export interface ArmMeasures
	extends Omit<ArmResult, "values" | "gains" | "questions" | "onFront"> {
	/** Of its finished runs, in the order of their seeds. */
	readonly results: readonly EvalResult[];
	/** The same with the tasks that only a diagnosis reads. */
	readonly whole: readonly WholeRun[];
}

type Rung = Extract<Decision, { kind: "rung" }>;

export interface ArmSources {
	readonly paths: PilotPaths;
	/** The tasks that count. */
	readonly tests: readonly Task[];
	readonly seeds: readonly number[];
	readonly decisions: readonly Decision[];
	readonly plan: PilotPlan;
	/** Why jobs failed, by id. */
	readonly failures: ReadonlyMap<string, string>;
	/** Hashes of what the runs are made from. */
	readonly inputs: readonly InputHash[];
	/** Steps of a run; null: as its recipe says. */
	readonly steps: number | null;
	/** Name of the axis on which a leash is measured. */
	readonly leashAxis: string;
	/** Names of arms by those of their folders. */
	readonly names: ReadonlyMap<string, string>;
	/** The folder of the pilot's own model. */
	readonly model: string;
	readonly bases: PilotBases;
}

/** Gathers what is on disk for an arm. */
export async function gatherArm(
	arm: PilotArm,
	sources: ArmSources,
): Promise<ArmMeasures> {
	const { name, options, rates, recipe } = arm;
	const { paths, seeds, decisions } = sources;
	const slug = slugOf(name);
	const rungs = rungsIn(slug, decisions);
	const kept = rungs.at(-1)?.kept ?? rates;
	const usual = rates[Math.floor(rates.length / 2)] as number;
	const learningRate = kept[0] ?? usual;
	const outdone = leftBecause(slug, sources);
	const results: EvalResult[] = [];
	const whole: WholeRun[] = [];
	const runs: PilotRun[] = [];
	for (const seed of seeds) {
		const job = runJob(slug, learningRate, seed, 1, "test");
		const measured = await readMeasure(paths, job.id);
		const result = measured && counting(measured, sources.tests);
		if (measured !== null && result !== null) {
			results.push(result);
			whole.push({ seed, result: measured });
		} else if (outdone !== null || kept.length === 0) continue;
		const fault = sources.failures.get(job.id);
		const reason = fault === undefined ? unfinished : faultOf(fault);
		runs.push({
			...{ run: `runs/${job.run}`, seed, learningRate },
			state: result === null ? "failed" : "finished",
			reason: result === null ? reason : null,
			values: result === null ? {} : valuesOf(result),
			unscored: result && unscoredOf(result.tasks),
			...(await readHistory(paths.run(job.run))),
		});
	}
	const ended = await stoppedRuns(slug, rungs, sources, outdone);
	const tried = lastTried(rates, rungs);
	const leash = leashOf(recipe, sources.leashAxis);
	return {
		...{ name, options, ...originOf(arm, learningRate, sources) },
		...{ leash, learningRate, tried, results, whole },
		runs: [...runs, ...ended],
	};
}

/** A result in some tasks alone. */
export function counting(
	result: EvalResult,
	tests: readonly Pick<Task, "name">[],
): EvalResult {
	const names = new Set(tests.map(({ name }) => name));
	const tasks = result.tasks.filter(({ name }) => names.has(name));
	return { ...result, tasks };
}

function rungsIn(slug: string, decisions: readonly Decision[]): Rung[] {
	return decisions.filter(
		(one): one is Rung => one.kind === "rung" && one.arm === slug,
	);
}

/** What an arm is trained from and in which stages, as far as that is its own. */
function originOf(
	arm: PilotArm,
	learningRate: number,
	sources: ArmSources,
): Pick<ArmResult, "model" | "base" | "stages"> {
	const { steps, plan, decisions, bases } = sources;
	const { recipe, earlier } = arm;
	const slug = slugOf(arm.name);
	const { after = [] } = plan.arms.find((one) => one.slug === slug) ?? {};
	const chosen = earlierOf(slug, plan, decisions);
	const recipes = stagesAt(arm, { learningRate, steps, earlier: chosen });
	const stages = recipes.map((stage, i) => {
		const tuner = plan.arms.find((one) => one.slug === after[i]);
		return {
			objective: stage.objective.kind,
			learningRate: usualRate(stage),
			...(tuner && {
				tried: lastTried(tuner.rates, rungsIn(tuner.slug, decisions)),
			}),
			length: stage.length,
		};
	});
	const base = bases.of(arm);
	const named = modelFolder(recipe.model) !== sources.model;
	return {
		...(named && { model: modelIn(recipe, sources) }),
		...(base !== bases.main && { base: base.name }),
		...(earlier.length > 0 && { stages }),
	};
}

function modelIn(
	{ model }: Recipe,
	{ inputs, bases }: Pick<ArmSources, "inputs" | "bases">,
) {
	const folder = modelFolder(model);
	const hash = inputs.find(({ path }) => path === folder)?.sha256 ?? "";
	const base = [bases.main, ...bases.others].find((one) => one.hash === hash);
	return { name: base?.name ?? basename(folder), hash };
}

function lastTried(
	rates: readonly number[],
	rungs: readonly { readonly tried: readonly Tried[] }[],
): ArmResult["tried"] {
	return rates.map((learningRate) => {
		const seen = rungs.findLast(({ tried }) =>
			tried.some((one) => one.learningRate === learningRate),
		);
		const last = seen?.tried.find((one) => one.learningRate === learningRate);
		return { learningRate, score: last?.score ?? null };
	});
}

const unfinished: RunReason = { kind: "unfinished" };

const faultOf = (text: string): RunReason => ({ kind: "fault", text });

/** Why an arm was left before its seeds; null if it was not. */
function leftBecause(
	slug: string,
	{ decisions, names }: ArmSources,
): RunReason | null {
	for (const decision of decisions) {
		if (decision.kind !== "arms" && decision.kind !== "betas") continue;
		const left = decision.left.find(({ arm }) => arm === slug);
		if (!left) continue;
		const by = names.get(left.by) ?? left.by;
		return { kind: decision.kind === "arms" ? "outdone" : "other-betas", by };
	}
	return null;
}

/** Runs of learning rates that did not continue, or of an arm that another dominates, with the reason. */
async function stoppedRuns(
	slug: string,
	rungs: readonly Rung[],
	{ paths, seeds, failures }: ArmSources,
	outdone: RunReason | null,
): Promise<PilotRun[]> {
	const [seed = 0] = seeds;
	const runs: PilotRun[] = [];
	for (const { tried, kept, rung } of rungs) {
		const last = rung === rungs.length - 1;
		for (const { learningRate, score } of tried) {
			const goesOn = kept.includes(learningRate);
			if (goesOn && !(last && outdone !== null)) continue;
			const run = runName(slug, learningRate, seed);
			const failure = [...failures].find(([id]) => id.startsWith(`${run}/`));
			runs.push({
				...{ run: `runs/${run}`, seed, learningRate },
				...{ values: {}, unscored: null },
				state: score === null ? "failed" : "stopped",
				reason: failure
					? faultOf(failure[1])
					: reasonOf(score, goesOn ? outdone : null, { tried, kept }),
				...(await readHistory(paths.run(run))),
			});
		}
	}
	return runs;
}

function reasonOf(
	score: number | null,
	outdone: RunReason | null,
	{ tried, kept }: Pick<Rung, "tried" | "kept">,
): RunReason {
	if (score === null) return { kind: "nothing-scored" };
	if (outdone !== null) return outdone;
	const tied = tried.some(
		(one) => kept.includes(one.learningRate) && one.score === score,
	);
	return { kind: tied ? "tied-rates" : "other-rates" };
}

/** A recipe's bound on how far it may move. */
function leashOf({ leash }: Recipe, axis: string): ArmResult["leash"] {
	return leash === null || leash.kl === null ? null : { axis, bound: leash.kl };
}
