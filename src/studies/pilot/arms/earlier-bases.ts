import { existsSync } from "node:fs";
import {
	measuredFrom,
	type PilotArm,
	type PilotRecipe,
} from "../../../recipes/parse/parse-pilot.ts";
import { readSpec } from "../../study-spec.ts";
import { PilotPaths } from "../pilot-paths.ts";
import { pilotRules } from "../pilot-spec.ts";

/**
 * The pilot as its folder was begun. Earlier versions measured an arm with a model of its own from the pilot's model, which
 * the folder's settings say; such an arm continues so. Throws `data` for settings that cannot be read.
 */
export async function withEarlierBases(
	pilot: PilotRecipe,
): Promise<PilotRecipe> {
	const paths = new PilotPaths(pilot.out);
	if (!existsSync(paths.spec)) return pilot;
	const { arms: begun = {} } = await readSpec(paths, pilotRules);
	const entries = begun as Readonly<
		Record<string, { readonly base?: unknown }>
	>;
	const arms = pilot.arms.map((arm) =>
		arm.base === null && typeof entries[arm.name]?.base === "string"
			? fromModel(arm, pilot.model)
			: arm,
	);
	return { ...pilot, arms };
}

function fromModel(arm: PilotArm, model: string): PilotArm {
	if (arm.recipe.model === model) return arm;
	return {
		...arm,
		base: model,
		recipe: measuredFrom(model, arm.recipe),
		earlier: arm.earlier.map((stage) => ({
			...stage,
			recipe: measuredFrom(model, stage.recipe),
		})),
	};
}
