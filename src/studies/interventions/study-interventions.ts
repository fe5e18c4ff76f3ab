import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import { studyCrew } from "../jobs/launch/study-crew.ts";
import { type RunStudyOptions, runStudy } from "../run-study.ts";
import type { StudyEvent } from "../study-event.ts";
import { interventionsStudy } from "./interventions-study.ts";
import type { InterventionTypes } from "./plan/state.ts";
import { prepareInterventions } from "./prepare-interventions.ts";

/**
 * Trains a model on questions that it answers right, on questions that it answers wrong, and on mixtures (arXiv 2402.18243), and
 * measures each run without examples in the prompt. Yields everything that happens and prints nothing. Continues from where earlier
 * sessions in the folder stopped. Throws `recipe`, `data`, `weights` and `disk`; a run that fails is reported and does not end the
 * study.
 */
export async function* studyInterventions(
	recipe: InterveneRecipe,
	options: RunStudyOptions = {},
): AsyncGenerator<StudyEvent<InterventionTypes>, void, undefined> {
	const recipes = Object.values(recipe.recipes);
	const crew = options.crew ?? (await studyCrew(recipe.launcher, recipes));
	const prepared = await prepareInterventions(recipe);
	const { folder } = prepared;
	const study = interventionsStudy(recipe, prepared);
	yield* runStudy(study, { ...options, crew, folder });
}
