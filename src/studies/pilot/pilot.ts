import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import { studyCrew } from "../jobs/launch/study-crew.ts";
import { type RunStudyOptions, runStudy } from "../run-study.ts";
import { stagesOf } from "./arms/arm-stages.ts";
import { withEarlierBases } from "./arms/earlier-bases.ts";
import type { PilotEvent } from "./pilot-event.ts";
import { pilotStudy } from "./pilot-study.ts";
import { preparePilot } from "./prepare-pilot.ts";

export type PilotOptions = RunStudyOptions;

/**
 * Trains and measures the arms of a pilot, and compares them. Yields everything that happens and prints nothing. Continues
 * from where earlier sessions in the folder stopped: finished work is not repeated. Throws `recipe`, `data`, `weights` and
 * `disk`; a run that fails is reported and does not end the pilot, but a base that cannot be measured does.
 */
export async function* pilot(
	written: PilotRecipe,
	options: PilotOptions = {},
): AsyncGenerator<PilotEvent, void, undefined> {
	const recipe = await withEarlierBases(written);
	const recipes = recipe.arms.flatMap((arm) =>
		stagesOf(arm).map((stage) => stage.recipe),
	);
	const crew = options.crew ?? (await studyCrew(recipe.launcher, recipes));
	const prepared = await preparePilot(recipe);
	const study = pilotStudy(recipe, prepared);
	const { folder } = prepared;
	for await (const event of runStudy(study, { ...options, crew, folder })) {
		if (event.kind !== "job-finished") yield event;
		else {
			const { kind, job, seconds, reading } = event;
			const { score, unscored } = reading;
			yield { kind, job, seconds, score, unscored };
		}
	}
}
