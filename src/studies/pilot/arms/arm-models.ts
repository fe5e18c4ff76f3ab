import { requireLike } from "../../../eval/model/require-like.ts";
import { modelFolder } from "../../../recipes/locate/model-folder.ts";
import type { PilotArm } from "../../../recipes/parse/parse-pilot.ts";

const words = {
	...{ wanted: "the arm's base", other: "the arm's model" },
	hint: "The base of an arm is a model from which its model was tuned, or another one of the same architecture and vocabulary. Leave out base to measure the arm from its own model.",
};

/**
 * Throws `recipe` for an arm whose model or base is not there, and `weights` unless a model that an arm begins from has the
 * shapes and the tokens of the model that the arm is measured from.
 */
export async function requireArmModels(
	arms: readonly Pick<PilotArm, "name" | "recipe" | "base">[],
): Promise<void> {
	for (const { name, recipe, base } of arms) {
		const where = `arm ${name}: model`;
		const folder = modelFolder(recipe.model, where);
		const wanted = modelFolder(
			base ?? recipe.base ?? recipe.model,
			`arm ${name}: base`,
		);
		if (folder !== wanted)
			await requireLike(folder, wanted, { ...words, where });
	}
}
