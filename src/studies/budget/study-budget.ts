import type { BudgetRecipe } from "../../recipes/parse/parse-budget.ts";
import { studyCrew } from "../jobs/launch/study-crew.ts";
import { type RunStudyOptions, runStudy } from "../run-study.ts";
import type { StudyEvent } from "../study-event.ts";
import { budgetStudy } from "./budget-study.ts";
import type { BudgetTypes } from "./cells/state.ts";
import { prepareBudget } from "./prepare-budget.ts";

/**
 * Measures the score as a function of demonstrations and pairs, and says how to split each budget. Yields everything that happens and
 * prints nothing. Continues from where earlier sessions in the folder stopped: what was trained for other budgets or
 * prices is not trained again. Throws `recipe`, `data`, `weights` and `disk`; a run that fails is reported and does not end
 * the study.
 */
export async function* studyBudget(
	recipe: BudgetRecipe,
	options: RunStudyOptions = {},
): AsyncGenerator<StudyEvent<BudgetTypes>, void, undefined> {
	const { launcher, demonstrations, pairs } = recipe;
	const recipes = [demonstrations.recipe, pairs.recipe];
	const crew = options.crew ?? (await studyCrew(launcher, recipes));
	const prepared = await prepareBudget(recipe);
	const { folder } = prepared;
	const study = budgetStudy(recipe, prepared);
	yield* runStudy(study, { ...options, crew, folder });
}
