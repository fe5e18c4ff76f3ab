import type { BudgetRecipe } from "../../recipes/parse/parse-budget.ts";
import { sharesDevice } from "../jobs/seats.ts";
import type { Study, StudyState } from "../study.ts";
import { advance } from "./cells/advance.ts";
import { readReading } from "./cells/read-reading.ts";
import type { BudgetState, BudgetTypes } from "./cells/state.ts";
import { workOf } from "./cells/work.ts";
import type { PreparedBudget } from "./prepare-budget.ts";
import { budgetNotes } from "./result/budget-notes.ts";
import { budgetResult } from "./result/budget-result-of.ts";

/** A budget study as a study. */
export function budgetStudy(
	recipe: BudgetRecipe,
	prepared: PreparedBudget,
): Study<BudgetTypes> {
	const { plan, spec, paths, pool, tasks, modelBytes } = prepared;
	const stages = [recipe.demonstrations, recipe.pairs];
	return {
		...{ name: paths.name, spec, notes: budgetNotes(recipe, pool) },
		load: {
			modelBytes,
			sharedDevice: sharesDevice(stages.map((stage) => stage.recipe)),
		},
		advance: (state) => advance(plan, stateOf(state)),
		work: (job) => workOf(job, { recipe, pool, tasks, paths }),
		read: (job) => readReading(job, paths),
		result: (ended) => budgetResult(recipe, prepared, ended),
		spent: ({ done }) =>
			[...done.keys()].map((id) => id.replace(/\/(tuning|test)$/, "")),
		timed: ({ id }, { training, starting, measuring }) => ({
			...{ id, seconds: starting + training + measuring },
		}),
		holds: (decision) =>
			decision.kind !== "stop" || decision.asked === plan.asked,
	};
}

const stateOf = ({
	done,
	failed,
	decisions,
}: StudyState<BudgetTypes>): BudgetState => ({ done, failed, decisions });
