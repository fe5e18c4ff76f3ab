import { stringify } from "yaml";
import type { PilotRecipe } from "../../../recipes/parse/parse-pilot.ts";
import { portableRecipe } from "../../../recipes/resolve/portable-recipe.ts";
import type { Json } from "../../../runs/events.ts";
import type { ArmResult } from "../pilot-result.ts";

/** The recipe of an arm with its chosen learning rate, as `npx temper-lm train` takes it: without a folder, for a run of its own. */
export function goOnRecipe(
	{ arms, seeds, out: folder }: PilotRecipe,
	{ name, learningRate }: Pick<ArmResult, "name" | "learningRate">,
	steps: number | null,
): string | null {
	const arm = arms.find((one) => one.name === name);
	if (arm === undefined) return null;
	const { out: _, ...recipe } = arm.recipe;
	const whole = {
		...recipe,
		optimizer: { ...recipe.optimizer, learningRate },
		...(steps !== null && { length: { kind: "steps", count: steps } }),
		seed: seeds[0] ?? recipe.seed,
	};
	const portable = portableRecipe(whole as unknown as Json, folder);
	return `# ${name}, at the learning rate that the pilot chose.\n${stringify(portable)}`;
}
