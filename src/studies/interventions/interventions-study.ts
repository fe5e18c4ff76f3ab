import { TemperError } from "../../core/error.ts";
import type { InterveneRecipe } from "../../recipes/parse/parse-intervene.ts";
import { sharesDevice } from "../jobs/seats.ts";
import type { Study } from "../study.ts";
import { askedOf } from "./groups/choose-groups.ts";
import { advance, askedRates } from "./plan/advance.ts";
import type { InterventionTypes } from "./plan/state.ts";
import type { PreparedInterventions } from "./prepare-interventions.ts";
import { readReading } from "./read-reading.ts";
import { interventionsResult } from "./result/interventions-result-of.ts";
import { workOf } from "./work.ts";

/** An intervention study as a study. */
export function interventionsStudy(
	recipe: InterveneRecipe,
	prepared: PreparedInterventions,
): Study<InterventionTypes> {
	const { plan, spec, paths, asking, modelBytes } = prepared;
	return {
		...{ name: paths.name, spec },
		load: {
			modelBytes,
			sharedDevice: sharesDevice(Object.values(recipe.recipes)),
		},
		advance: (state) => advance(plan, state),
		work: (job, { decisions }) => workOf(job, { recipe, prepared, decisions }),
		read: (job) => readReading(job, paths, asking),
		result: (ended) => interventionsResult(recipe, prepared, ended),
		spent: ({ done }) =>
			[...done.keys()].flatMap((id) => /^(.*)\/test$/.exec(id)?.[1] ?? []),
		timed: ({ id }, { training, starting, measuring }) => ({
			...{ id, seconds: starting + training + measuring },
		}),
		holds: (decision) =>
			decision.kind === "groups"
				? decision.asked === askedOf(plan.grouping)
				: decision.asked === askedRates(plan),
		fatal: ({ id, kind }, reason) =>
			kind === "run"
				? null
				: new TemperError("data", {
						where: id,
						expected: "a base that can be measured",
						found: reason.replace(/\.$/, ""),
					}),
	};
}
