import { basename } from "node:path";
import { TemperError } from "../../../core/error.ts";
import type { TaskResult } from "../../../eval/eval-result.ts";
import type { BudgetRecipe } from "../../../recipes/parse/parse-budget.ts";
import { describeMachine, describeVersions } from "../../../runs/machine.ts";
import { readJournal, secondsWorked } from "../../journal.ts";
import { axisScores } from "../../measures/axis-scores.ts";
import { runValues } from "../../measures/run-values.ts";
import { upright } from "../../measures/upright.ts";
import type { EndedStudy } from "../../study.ts";
import { type Bounds, bounded, boundsOfShares } from "../answer/bounded.ts";
import { budgetAnswer } from "../answer/budget-answer.ts";
import type { BudgetResult } from "../budget-result.ts";
import { anchorsOf, observations, wantedTrials } from "../cells/advance.ts";
import { baseJob } from "../cells/job.ts";
import { pricesOf, questionOf } from "../cells/plan.ts";
import type { StageKind } from "../cells/rates.ts";
import type { BudgetTypes } from "../cells/state.ts";
import type { PreparedBudget } from "../prepare-budget.ts";
import { fitSurface } from "../surface/fit-surface.ts";
import { budgetNotes } from "./budget-notes.ts";
import { cellsOf } from "./cells-of.ts";

/** The result of a budget study whose jobs are done or have failed. Throws `data` if the base was not scored. */
export async function budgetResult(
	recipe: BudgetRecipe,
	prepared: PreparedBudget,
	ended: EndedStudy<BudgetTypes>,
): Promise<BudgetResult> {
	const { plan, pool, paths, model } = prepared;
	const { done, decisions } = ended;
	const base = done.get(baseJob.id)?.result;
	const target = base?.tasks.find(({ axis }) => axis === "target");
	if (base === undefined || target === undefined) throw noBase(prepared);
	const state = { done, failed: new Set(ended.failures.keys()), decisions };
	const prices = pricesOf(recipe);
	const question = questionOf(recipe, pool);
	const seen = observations(plan, state, wantedTrials(plan, state));
	const history = await readJournal(paths);
	const cells = cellsOf({
		...{ plan, state, ended, target, prices, history },
		base,
	});
	const { cpu, cores, memoryBytes, platform } = describeMachine();
	const { title, unit, machineHour, seeds } = recipe;
	const splits = question.candidates.length;
	const answer = budgetAnswer({
		...{ question, cells },
		observations: seen,
		surface: fitSurface(seen),
		rows: {
			demonstrations: pool.demonstrations.length,
			pairs: pool.pairs.length,
		},
	});
	return {
		...{ version: 1, title, unit, cells, model },
		created: new Date().toISOString(),
		machine: { cpu, cores, memoryBytes, platform },
		versions: describeVersions(),
		data: {
			demonstrations: fileOf(recipe.demonstrations.rows, pool.demonstrations),
			pairs: fileOf(recipe.pairs.rows, pool.pairs),
			shared: pool.shared,
		},
		target: axisScores(target).axis,
		prices: { ...prices, machineHour },
		stages: stagesOf(recipe, ended),
		base: baseValue(target, base),
		...bounded(answer, boundsOf(target)),
		bought: {
			trials: cells.reduce(
				(sum, { role, trials }) =>
					sum + (role === "design" ? trials.length : 0),
				0,
			),
			grid: splits * seeds.length,
			...endOf(recipe, plan.asked, ended),
		},
		notes: budgetNotes(recipe, pool),
		seconds: secondsWorked(history),
	};
}

/** Scores of a task that are shares end at 0 and 1. */
function boundsOf(target: TaskResult): Bounds {
	const { axis, scale } = axisScores(target);
	return scale === "share"
		? boundsOfShares(axis.better)
		: { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
}

function noBase({ paths }: PreparedBudget): TemperError {
	return new TemperError("data", {
		where: paths.measure(baseJob.id),
		expected: "scores of the base on the target task",
		found: "none",
		hint: "Run the same command again: the base is measured again.",
	});
}

function baseValue(
	target: TaskResult,
	base: NonNullable<Parameters<typeof runValues>[1]>,
) {
	const { axis } = axisScores(target);
	const value = runValues([axis], base, [base])[axis.name];
	return value ? upright(value, axis) : null;
}

const fileOf = (
	path: string,
	prompts: readonly { readonly rows: readonly unknown[] }[],
) => ({
	name: basename(path),
	rows: prompts.reduce((sum, { rows }) => sum + rows.length, 0),
	prompts: prompts.length,
});

function stagesOf(
	{ demonstrations, pairs }: BudgetRecipe,
	{ decisions }: Pick<EndedStudy<BudgetTypes>, "decisions">,
): BudgetResult["stages"] {
	const kinds: readonly StageKind[] = ["demonstrations", "pairs", "untouched"];
	return kinds.flatMap((kind) => {
		const anchors = anchorsOf(kind, decisions);
		if (anchors === null) return [];
		const { recipe } = kind === "demonstrations" ? demonstrations : pairs;
		return [{ kind, objective: recipe.objective.kind, anchors }];
	});
}

function endOf(
	{ design }: BudgetRecipe,
	asked: string,
	{ decisions }: Pick<EndedStudy<BudgetTypes>, "decisions">,
): Pick<BudgetResult["bought"], "ended" | "asked"> {
	if (design.kind === "grid") return { ended: "grid", asked: null };
	const stop = decisions.findLast(
		(one) => one.kind === "stop" && one.asked === asked,
	);
	const ended = stop?.kind === "stop" ? stop.why : "open";
	const value =
		ended === "regret" || ended === "interval" ? design[ended] : null;
	return { ended, asked: value };
}
