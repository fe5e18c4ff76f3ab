import type { Task } from "../../eval/task/task.ts";
import type { PilotRecipe } from "../../recipes/parse/parse-pilot.ts";
import type { Json } from "../../runs/events.ts";
import type { InputHash } from "../../runs/folder/inputs.ts";
import { type SpecRules, type StudySpec, specInputs } from "../study-spec.ts";
import { sharedGeneral } from "./rows/part-general.ts";

/** The spec with which a pilot's folder was started, in `pilot.json`. */
export interface PilotSpec extends StudySpec {
	readonly title: string;
	readonly seeds: readonly number[];
	readonly arms: Readonly<Record<string, Json>>;
}

/** Arms and seeds may be added to a pilot. Recipes of earlier versions knew no limit of rows. */
export const pilotRules: SpecRules = {
	grows: { seeds: "seed", arms: "arm" },
	absent: { arms: { recipe: { data: { limit: null } } } },
};

const json = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json;

export function specOf(
	pilot: PilotRecipe,
	tasks: readonly Task[],
	inputs: readonly InputHash[],
): PilotSpec {
	const { title, seeds, arms, halving, budget, tuningShare, gate } = pilot;
	return {
		version: 1,
		title,
		seeds,
		arms: Object.fromEntries(
			arms.map(({ name, recipe, rates, earlierRates, ...arm }) => [
				name,
				json({
					...{ recipe, rates },
					...(arm.family !== null && { family: arm.family }),
					...(arm.base !== null && { base: arm.base }),
					...(arm.earlier.length > 0 && {
						earlier: arm.earlier.map((stage) => stage.recipe),
					}),
					...(earlierRates.length > 0 && { earlierRates }),
				}),
			]),
		),
		settings: {
			halving: json(halving),
			...{ budget, tuningShare, gate: json(gate) },
			partedGeneral: sharedGeneral(arms),
		},
		inputs: specInputs(tasks, inputs),
	};
}
